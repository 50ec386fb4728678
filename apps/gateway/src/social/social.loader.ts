import { Injectable } from '@nestjs/common';
import { type AccountId, emptyPage, type Page, type PageWindow, type TimePosition } from '@moments/kernel';
import { SocialQueries } from '@moments/social';
import { batchedBy } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';

type Window = PageWindow<TimePosition>;
type ProfilesPage = Page<AccountId, TimePosition>;

/** Lists of profiles: one statement for each list and page that is asked for, of however many profiles. */
@Injectable()
export class SocialLoader {
  private readonly followerPages = batchedBy<AccountId, Window, ProfilesPage>((ids, window, { accountId }) =>
    this.social.followersOf(accountId, ids, window),
  );
  private readonly followingPages = batchedBy<AccountId, Window, ProfilesPage>((ids, window, { accountId }) =>
    this.social.followingOf(accountId, ids, window),
  );

  constructor(private readonly social: SocialQueries) {}

  async followers(context: GraphqlContext, accountId: AccountId, window: Window): Promise<ProfilesPage> {
    return (await this.followerPages.load(context, accountId, window)) ?? emptyPage;
  }

  async following(context: GraphqlContext, accountId: AccountId, window: Window): Promise<ProfilesPage> {
    return (await this.followingPages.load(context, accountId, window)) ?? emptyPage;
  }
}
