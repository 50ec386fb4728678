import { Injectable } from '@nestjs/common';
import { Rollout } from '@moments/identity';
import {
  type AccountId,
  type FeedSessionId,
  InvalidInput,
  type MomentId,
  type PageRequest,
  pageWindow,
  Unauthenticated,
} from '@moments/kernel';
import { type DeviceId, PlaybackTokens, type Surface } from '@moments/views';
import { type FollowingCursor, type ForYouCursor, readFeedCursor, writeFeedCursor } from './domain/feed-cursor.js';
import { type FeedPosition, feedStart } from './domain/take-page.js';
import { type FeedSession, FeedSessions, type SessionOwner } from './feed-sessions.js';
import { Following } from './following/following.js';
import type { Regions } from './for-you/candidates.store.js';
import { FeedLists } from './for-you/feed-lists.js';
import { ForYou } from './for-you/for-you.js';

/** Who looks; no account means somebody who has not signed in. */
export interface FeedViewer {
  accountId?: AccountId;
  /** ISO 3166 alpha-2. */
  region: string;
  /** The device they look on, when its app says so: what is served to somebody without an account is its. */
  deviceId?: DeviceId;
}

export interface FeedRequest {
  viewer: FeedViewer;
  surface: Surface;
  /** 1..50 items after a cursor; without one a session begins. */
  page: PageRequest;
}

/** One item as it is served: a moment and the proof that it was. */
export interface FeedItem {
  momentId: MomentId;
  cursor: string;
  playbackToken: string;
  /** Paid for. */
  promoted: boolean;
}

export interface FeedPage {
  /** Fewer than asked for, or none, before the end: when the request has looked far enough for what may be shown. */
  items: FeedItem[];
  hasNextPage: boolean;
  /** Where the next page begins: mostly the last item's cursor, and one further on when items are fewer. */
  endCursor?: string;
  sessionId: FeedSessionId;
}

interface Taken {
  session: FeedSession;
  /** `place` is where an item stands in the session, from 0. */
  items: { momentId: MomentId; cursor: string; place: number }[];
  /** Behind the last item, when that is not the end of all. */
  goesOnAt?: string;
}

/** The feed: FOR_YOU, the same order for everybody for now, and FOLLOWING. */
@Injectable()
export class FeedQueries {
  constructor(
    private readonly rollout: Rollout,
    private readonly sessions: FeedSessions,
    private readonly lists: FeedLists,
    private readonly forYou: ForYou,
    private readonly following: Following,
    private readonly tokens: PlaybackTokens,
  ) {}

  /**
   * The next items of the viewer's session. Nothing comes twice within a session, nothing watched lately, removed, of a
   * closed region or one's own, of somebody blocked either way or muted, nor what did not interest. A session whose time is over goes on as a new one. Throws `InvalidInput` for a cursor
   * that is not of this viewer's and surface's session, `FeatureNotAvailable`, and `Unauthenticated` for FOLLOWING
   * without an account.
   */
  async page({ viewer, surface, page }: FeedRequest): Promise<FeedPage> {
    const { limit, after: cursor } = pageWindow(page, readFeedCursor);
    await this.rollout.require(viewer, 'MOMENTS');
    const regions = await this.rollout.openRegions('MOMENTS');
    const owner = { viewerId: viewer.accountId, surface };
    if (cursor && cursor.surface !== surface) throw foreignCursor();

    // One more than asked for tells whether there is a next page.
    const { session, items, goesOnAt } =
      surface === 'FOR_YOU'
        ? await this.takeForYou(owner, { cursor: cursor as ForYouCursor | undefined, count: limit + 1, regions })
        : await this.takeFollowing(owner, { cursor: cursor as FollowingCursor | undefined, count: limit + 1, regions });

    const served = items.slice(0, limit);
    const playbackTokens = await this.tokens.issue(
      {
        ...owner,
        deviceId: owner.viewerId === undefined ? viewer.deviceId : undefined,
        feedSessionId: session.id,
        promoted: false,
      },
      served.map(({ momentId }) => momentId),
      served.map(({ place }) => place),
    );
    return {
      items: served.map(({ momentId, cursor: at }, index) => ({
        momentId,
        cursor: at,
        playbackToken: playbackTokens[index] ?? '',
        promoted: false,
      })),
      hasNextPage: items.length > limit || goesOnAt !== undefined,
      endCursor: goesOnAt ?? served.at(-1)?.cursor,
      sessionId: session.id,
    };
  }

  private async takeForYou(
    owner: SessionOwner,
    { cursor, count, regions }: { cursor?: ForYouCursor; count: number; regions: Regions },
  ): Promise<Taken> {
    const { viewerId } = owner;
    const resumed = cursor && (await this.resume(cursor, owner));
    const resumedList = resumed?.listId === undefined ? undefined : await this.lists.byId(resumed.listId);
    const goesOn = resumed && resumedList;
    const list = resumedList ?? (await this.lists.newest(regions));
    const from = goesOn ? cursor.position : feedStart;
    const [session, taken] = await Promise.all([
      goesOn ? resumed : this.sessions.begin(owner, list.id),
      this.forYou.take({ list, from, count, viewerId, regions }),
    ]);
    if (!taken) throw foreignCursor();
    const cursorAt = (position: FeedPosition) =>
      writeFeedCursor({ surface: 'FOR_YOU', sessionId: session.id, position });
    return {
      session,
      items: taken.served.map(({ candidate, after }) => ({
        momentId: candidate.momentId,
        cursor: cursorAt(after),
        place: after.last ?? 0,
      })),
      goesOnAt: taken.goesOnAt && cursorAt(taken.goesOnAt),
    };
  }

  private async takeFollowing(
    owner: SessionOwner,
    { cursor, count, regions }: { cursor?: FollowingCursor; count: number; regions: Regions },
  ): Promise<Taken> {
    const { viewerId } = owner;
    if (viewerId === undefined) throw new Unauthenticated();
    // Where the list stands is in the cursor, so nothing is lost when its session is over.
    const session = (cursor && (await this.resume(cursor, owner))) ?? (await this.sessions.begin(owner));
    const followed = await this.following.take({ viewerId, before: cursor?.position, count, regions });
    const before = cursor?.served ?? 0;
    const items = followed.map(({ momentId, position }, index) => ({
      momentId,
      cursor: writeFeedCursor({
        surface: 'FOLLOWING',
        sessionId: session.id,
        position,
        served: before + index + 1,
      }),
      place: before + index,
    }));
    return { session, items };
  }

  private async resume(
    { sessionId }: { sessionId: FeedSessionId },
    owner: SessionOwner,
  ): Promise<FeedSession | undefined> {
    const session = await this.sessions.resume(sessionId, owner);
    if (session === 'foreign') throw foreignCursor();
    return session === 'over' ? undefined : session;
  }
}

const foreignCursor = (): InvalidInput =>
  new InvalidInput([{ field: ['after'], message: 'is not a cursor of this list' }]);
