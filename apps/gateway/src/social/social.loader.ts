import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  emptyPage,
  type MomentId,
  type Page,
  type PageWindow,
  type TimePosition,
} from '@moments/kernel';
import { type MomentEngagement, type ProfileConnections, SocialQueries } from '@moments/social';
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
const unknown: Omit<ProfileConnections, 'accountId'> = {
  followers: 0,
  following: 0,
  likesReceived: 0,
  followedByViewer: false,
};

type Window = PageWindow<TimePosition>;
type ProfilesPage = Page<AccountId, TimePosition>;

/**
 * Counters and the viewer's flags of everything in a request: one statement for moments, one for profiles; and lists of
 * profiles: one for each list and page that is asked for, of however many profiles.
 */
@Injectable()
export class SocialLoader {
  private readonly moments = batched<MomentId, MomentEngagement>((ids, { accountId }) =>
    this.social.ofMoments(accountId, ids),
  );
  private readonly profiles = batched<AccountId, ProfileConnections>((ids, { accountId }) =>
    this.social.ofProfiles(accountId, ids),
  );
  private readonly views = batched<MomentId, number>((ids) => this.viewCounts.countsOf(ids));

  private readonly followerPages = batchedBy<AccountId, Window, ProfilesPage>((ids, window) =>
    this.social.followersOf(ids, window),
  );
  private readonly followingPages = batchedBy<AccountId, Window, ProfilesPage>((ids, window) =>
    this.social.followingOf(ids, window),
  );

  constructor(
    private readonly social: SocialQueries,
    private readonly viewCounts: ViewsQueries,
  ) {}

  async engagement(context: GraphqlContext, momentId: MomentId): Promise<Omit<MomentEngagement, 'momentId'>> {
    return (await this.moments.load(context, momentId)) ?? untouched;
  }

  async connections(context: GraphqlContext, accountId: AccountId): Promise<Omit<ProfileConnections, 'accountId'>> {
    return (await this.profiles.load(context, accountId)) ?? unknown;
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

  /** After a follow: what was read of both profiles before is no longer so. */
  forgetProfiles(context: GraphqlContext, ...accountIds: readonly AccountId[]): void {
    for (const accountId of accountIds) this.profiles.clear(context, accountId);
  }
}
