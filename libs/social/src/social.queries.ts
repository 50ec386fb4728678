import { Injectable } from '@nestjs/common';
import { type AccountId, type Page, pagesOf, type PageWindow, type TimePosition } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { blockedBetween } from './blocks/blocks.store.js';
import { afterPosition, positionOf } from './time-position.js';

/** How a profile is connected, in all and with this viewer. */
export interface ProfileConnections {
  accountId: AccountId;
  followers: number;
  following: number;
  likesReceived: number;
  followedByViewer: boolean;
  mutedByViewer: boolean;
  /** The viewer wants nothing to do with them. */
  blockedByViewer: boolean;
  /** They want nothing to do with the viewer, who must not learn that they exist. */
  hiddenFromViewer: boolean;
}

/** A page of profiles for each account that was asked about. */
export type ProfilePages = Map<AccountId, Page<AccountId, TimePosition>>;

// `offset 0`: each profile is looked up, however many the viewer follows, has blocked or muted.
const profileConnections = statement(
  'social.profile-connections',
  `select asked.id as "accountId",
          coalesce(counters.followers, 0) as followers, coalesce(counters.following, 0) as following,
          coalesce(counters.likes_received, 0) as "likesReceived",
          exists (select from follows where follower_id = $2 and followee_id = asked.id offset 0) as "followedByViewer",
          exists (select from mutes where muter_id = $2 and muted_id = asked.id offset 0) as "mutedByViewer",
          exists (select from blocks where blocker_id = $2 and blocked_id = asked.id offset 0) as "blockedByViewer",
          exists (select from blocks where blocker_id = asked.id and blocked_id = $2 offset 0) as "hiddenFromViewer"
     from unnest($1::uuid[]) as asked (id)
     left join profile_counters as counters on counters.account_id = asked.id`,
);

// Of each account one short walk along the index of its list, past those from whom the viewer is apart: pages stay full.
const following = statement(
  'social.following',
  `select asked.id as "accountId", newest.id, newest.at from unnest($1::uuid[]) as asked (id)
    cross join lateral (
      select followee_id as id, created_at as at from follows
       where follower_id = asked.id and ${afterPosition('created_at', 'followee_id')}
         and not ${blockedBetween('$5::uuid', 'followee_id')}
       order by created_at desc, followee_id desc limit $4) as newest
    order by newest.at desc, newest.id desc`,
);

const followers = statement(
  'social.followers',
  `select asked.id as "accountId", newest.id, newest.at from unnest($1::uuid[]) as asked (id)
    cross join lateral (
      select follower_id as id, created_at as at from follows
       where followee_id = asked.id and ${afterPosition('created_at', 'follower_id')}
         and not ${blockedBetween('$5::uuid', 'follower_id')}
       order by created_at desc, follower_id desc limit $4) as newest
    order by newest.at desc, newest.id desc`,
);

/** How profiles are tied; every read takes one statement however many things it is asked about. */
@Injectable()
export class SocialQueries {
  constructor(private readonly database: Database) {}

  /** Counters and the viewer's own flags of many profiles; each asked account is in the answer. */
  async ofProfiles(
    viewerId: AccountId | undefined,
    accountIds: readonly AccountId[],
  ): Promise<Map<AccountId, ProfileConnections>> {
    const found = await this.database.read<ProfileConnections>(profileConnections, [accountIds, viewerId ?? null]);
    return new Map(found.map((connections) => [connections.accountId, connections]));
  }

  /** Whom each account follows, as this viewer sees it, newest first; every asked account is in the answer. */
  followingOf(
    viewerId: AccountId | undefined,
    accountIds: readonly AccountId[],
    window: PageWindow<TimePosition>,
  ): Promise<ProfilePages> {
    return this.pages(following, { viewerId, accountIds, window });
  }

  /** Who follows each account, as this viewer sees it, newest first; every asked account is in the answer. */
  followersOf(
    viewerId: AccountId | undefined,
    accountIds: readonly AccountId[],
    window: PageWindow<TimePosition>,
  ): Promise<ProfilePages> {
    return this.pages(followers, { viewerId, accountIds, window });
  }

  private async pages(
    list: typeof following,
    {
      viewerId,
      accountIds,
      window,
    }: { viewerId?: AccountId; accountIds: readonly AccountId[]; window: PageWindow<TimePosition> },
  ): Promise<ProfilePages> {
    const parameters = [accountIds, ...positionOf(window), window.limit + 1, viewerId ?? null];
    const found = await this.database.read<{ accountId: AccountId; id: AccountId; at: Date }>(list, parameters);
    return pagesOf(accountIds, found, {
      ownerOf: ({ accountId }) => accountId,
      limit: window.limit,
      map: ({ id, at }) => ({ item: id, position: { at, id } }),
    });
  }
}
