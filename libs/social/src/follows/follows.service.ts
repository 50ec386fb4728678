import { Injectable } from '@nestjs/common';
import { Clock, NotFound } from '@moments/kernel';
import { Database, Events, Settings } from '@moments/platform';
import { lockPair } from '../blocks/blocks.store.js';
import { CannotFollowYourself, FollowsTooMany } from '../social.errors.js';
import { accountFollowed, accountUnfollowed } from '../social.events.js';
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
    const news = this.events.news(accountFollowed, { followerId, followeeId });
    await this.database.transaction(async (tx) => {
      await lockPair(tx, followerId, followeeId);
      const followed = await insertFollow(tx, { followerId, followeeId, at: this.clock.now(), news });
      if (!followed.changed) return;
      if (followed.counted < 2) throw new NotFound('profile', ['profileId']);
      // Counted under the counter's lock: of two follows at once the second sees the first.
      if ((followed.following ?? 0) > maxFollowing) throw new FollowsTooMany(maxFollowing);
    });
  }

  /** Throws `NotFound` when there is no such profile for this account. */
  async unfollow(command: FollowCommand): Promise<void> {
    await deleteFollow(this.database, { ...command, news: this.events.news(accountUnfollowed, command) });
  }
}
