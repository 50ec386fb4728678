import { Injectable } from '@nestjs/common';
import { ProfilesQueries } from '@moments/identity';
import { type AccountId, Clock, NotFound } from '@moments/kernel';
import { Database, Events, execute, rows, Settings, type Tx } from '@moments/platform';
import { lockWhetherBlocked } from '../blocks/blocks.store.js';
import { addToProfiles, changeProfileCounters } from '../counters/counters.store.js';
import { CannotFollowYourself, FollowsTooMany } from '../social.errors.js';
import { accountFollowed } from '../social.events.js';
import { socialLimits } from '../social.settings.js';

/** Who follows and who is followed. */
export interface FollowCommand {
  followerId: AccountId;
  followeeId: AccountId;
}

/** Following and unfollowing. Both say how things shall be, so saying it twice, or on two devices at once, is once. */
@Injectable()
export class FollowsService {
  constructor(
    private readonly database: Database,
    private readonly profiles: ProfilesQueries,
    private readonly events: Events,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Throws `CannotFollowYourself`; `FollowsTooMany`; `NotFound` when there is no such profile or its account is gone. */
  async follow({ followerId, followeeId }: FollowCommand): Promise<void> {
    if (followerId === followeeId) throw new CannotFollowYourself();
    await this.requireProfile(followeeId);
    const { maxFollowing } = await this.settings.get(socialLimits);
    await this.database.transaction(async (tx) => {
      if (await lockWhetherBlocked(tx, followerId, followeeId)) throw new NotFound('profile', ['profileId']);
      if (!(await insertFollow(tx, { followerId, followeeId }, this.clock.now()))) return;
      await this.events.emit(tx, accountFollowed, { followerId, followeeId });
      const open = await addToProfiles(tx, [
        { accountId: followerId, following: 1 },
        { accountId: followeeId, followers: 1 },
      ]);
      if (!open) throw new NotFound('profile', ['profileId']);
      // Read under the counter's lock: of two follows at once the second sees the first.
      if ((await followingOf(tx, followerId)) > maxFollowing) throw new FollowsTooMany(maxFollowing);
    });
  }

  /** Throws `NotFound` when there is no such profile. */
  async unfollow({ followerId, followeeId }: FollowCommand): Promise<void> {
    await this.requireProfile(followeeId);
    await this.database.transaction(async (tx) => {
      const gone = await execute(tx, 'delete from follows where follower_id = $1 and followee_id = $2', [
        followerId,
        followeeId,
      ]);
      if (gone === 0) return;
      await changeProfileCounters(tx, [
        { accountId: followerId, following: -1 },
        { accountId: followeeId, followers: -1 },
      ]);
    });
  }

  private async requireProfile(accountId: AccountId): Promise<void> {
    const found = await this.profiles.byIds([accountId]);
    if (!found.has(accountId)) throw new NotFound('profile', ['profileId']);
  }
}

/** False when the row is there already; waits for another device that is just writing it. */
const insertFollow = async (tx: Tx, { followerId, followeeId }: FollowCommand, now: Date): Promise<boolean> =>
  (await execute(
    tx,
    'insert into follows (follower_id, followee_id, created_at) values ($1, $2, $3) on conflict do nothing',
    [followerId, followeeId, now],
  )) === 1;

const followingOf = async (tx: Tx, accountId: AccountId): Promise<number> => {
  const counted = await rows<{ following: number }>(
    tx,
    'select following::int as following from profile_counters where account_id = $1',
    [accountId],
  );
  return counted[0]?.following ?? 0;
};
