import { Injectable } from '@nestjs/common';
import { Clock, NotFound } from '@moments/kernel';
import { Database, Events, Settings } from '@moments/platform';
import { lockPair } from '../blocks/blocks.store.js';
import { addToProfiles, changeProfileCounters } from '../counters/counters.store.js';
import { CannotFollowYourself, FollowsTooMany } from '../social.errors.js';
import { accountFollowed } from '../social.events.js';
import { socialLimits } from '../social.settings.js';
import { deleteFollow, type FollowCommand, insertFollow } from './follows.store.js';

/** Following and unfollowing. Both say how things shall be, so saying it twice, or on two devices at once, is once. */
@Injectable()
export class FollowsService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Throws `CannotFollowYourself`; `FollowsTooMany`; `NotFound` when there is no such profile for this account. */
  async follow({ followerId, followeeId }: FollowCommand): Promise<void> {
    if (followerId === followeeId) throw new CannotFollowYourself();
    const { maxFollowing } = await this.settings.get(socialLimits);
    await this.database.transaction(async (tx) => {
      await lockPair(tx, followerId, followeeId);
      if (!(await insertFollow(tx, { followerId, followeeId }, this.clock.now()))) return;
      await this.events.emit(tx, accountFollowed, { followerId, followeeId });
      const following = await addToProfiles(tx, [
        { accountId: followerId, following: 1 },
        { accountId: followeeId, followers: 1 },
      ]);
      if (following.size < 2) throw new NotFound('profile', ['profileId']);
      // Counted under the counter's lock: of two follows at once the second sees the first.
      if ((following.get(followerId) ?? 0) > maxFollowing) throw new FollowsTooMany(maxFollowing);
    });
  }

  /** Throws `NotFound` when there is no such profile for this account. */
  async unfollow({ followerId, followeeId }: FollowCommand): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await deleteFollow(tx, { followerId, followeeId }))) return;
      await changeProfileCounters(tx, [
        { accountId: followerId, following: -1 },
        { accountId: followeeId, followers: -1 },
      ]);
    });
  }
}
