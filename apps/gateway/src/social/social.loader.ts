import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  emptyPage,
  type MomentId,
  type Page,
  type PageWindow,
  type TimePosition,
} from '@moments/kernel';
import { type MomentEngagement, SocialQueries } from '@moments/social';
import { ViewsQueries } from '@moments/views';
import { batched, batchedBy } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';

const untouched: Omit<MomentEngagement, 'momentId'> = {
  likes: 0,
  comments: 0,
  shares: 0,
  saves: 0,
  likedByViewer: false,
};

type Window = PageWindow<TimePosition>;
type ProfilesPage = Page<AccountId, TimePosition>;

/**
 * Counters and the viewer's flags of a request's moments, in one statement; and lists of profiles: one for each list and
 * page that is asked for, of however many profiles.
 */
@Injectable()
export class SocialLoader {
  private readonly moments = batched<MomentId, MomentEngagement>((ids, { accountId }) =>
    this.social.ofMoments(accountId, ids),
  );
  private readonly views = batched<MomentId, number>((ids) => this.viewCounts.countsOf(ids));

  private readonly followerPages = batchedBy<AccountId, Window, ProfilesPage>((ids, window, { accountId }) =>
    this.social.followersOf(accountId, ids, window),
  );
  private readonly followingPages = batchedBy<AccountId, Window, ProfilesPage>((ids, window, { accountId }) =>
    this.social.followingOf(accountId, ids, window),
  );

  constructor(
    private readonly social: SocialQueries,
    private readonly viewCounts: ViewsQueries,
  ) {}

  async engagement(context: GraphqlContext, momentId: MomentId): Promise<Omit<MomentEngagement, 'momentId'>> {
    return (await this.moments.load(context, momentId)) ?? untouched;
  }

  async viewsOf(context: GraphqlContext, momentId: MomentId): Promise<number> {
    return (await this.views.load(context, momentId)) ?? 0;
  }

  async followers(context: GraphqlContext, accountId: AccountId, window: Window): Promise<ProfilesPage> {
    return (await this.followerPages.load(context, accountId, window)) ?? emptyPage;
  }

  async following(context: GraphqlContext, accountId: AccountId, window: Window): Promise<ProfilesPage> {
    return (await this.followingPages.load(context, accountId, window)) ?? emptyPage;
  }

  /** After a like: what was read of the moment before is no longer so. */
  forgetMoment(context: GraphqlContext, momentId: MomentId): void {
    this.moments.clear(context, momentId);
  }
}
