import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import { type AccountId, Clock, NotFound } from '@moments/kernel';
import { Database, Events, execute, rows, Settings, type Tx } from '@moments/platform';
import { changeProfileCounters } from '../counters/counters.store.js';
import { lockListOf, reachesBeyond } from '../hiding/list-limit.store.js';
import { requireStandingProfile } from '../hiding/standing-profile.store.js';
import { BlocksTooMany, CannotBlockYourself } from '../social.errors.js';
import { accountBlocked } from '../social.events.js';
import { hidingLimits } from '../social.settings.js';
import { hasBlocked, lockPair } from './blocks.store.js';

/** Who blocks and who is blocked. */
export interface BlockCommand {
  blockerId: AccountId;
  blockedId: AccountId;
}

/**
 * Blocking and unblocking. Both say how things shall be, so saying it twice, or on two devices at once, is once. Whoever
 * is blocked can do neither to the one who blocked them: for them there is nobody.
 */
@Injectable()
export class BlocksService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends what there was between the two: neither follows the other any longer. Throws `CannotBlockYourself`;
   * `BlocksTooMany`; `NotFound` when there is no such profile, its account is gone, or it has blocked the blocker.
   */
  async block({ blockerId, blockedId }: BlockCommand): Promise<void> {
    if (blockerId === blockedId) throw new CannotBlockYourself();
    const { maxBlocked } = await this.settings.get(hidingLimits);
    await this.database.transaction(async (tx) => {
      await requireActive(tx, blockerId);
      await requireStandingProfile(tx, blockedId);
      await lockListOf(tx, 'blocks', blockerId);
      // A follow of the two that is under way is waited for, and then found below.
      await lockPair(tx, blockerId, blockedId);
      if (await hasBlocked(tx, { blockerId: blockedId, blockedId: blockerId }))
        throw new NotFound('profile', ['profileId']);
      if (!(await insertBlock(tx, { blockerId, blockedId }, this.clock.now()))) return;
      if (await reachesBeyond(tx, 'blocks', blockerId, maxBlocked)) throw new BlocksTooMany(maxBlocked);
      await this.events.emit(tx, accountBlocked, { blockerId, blockedId });
      await endFollows(tx, blockerId, blockedId);
    });
  }

  /** Throws `NotFound` when there is no such profile, its account is gone, or it has blocked the one who asks. */
  async unblock({ blockerId, blockedId }: BlockCommand): Promise<void> {
    await this.database.transaction(async (tx) => {
      await requireStandingProfile(tx, blockedId);
      await lockPair(tx, blockerId, blockedId);
      if (await hasBlocked(tx, { blockerId: blockedId, blockedId: blockerId }))
        throw new NotFound('profile', ['profileId']);
      await execute(tx, 'delete from blocks where blocker_id = $1 and blocked_id = $2', [blockerId, blockedId]);
    });
  }
}

/** False when the row is there already; waits for another device that is just writing it. */
const insertBlock = async (tx: Tx, { blockerId, blockedId }: BlockCommand, now: Date): Promise<boolean> =>
  (await execute(
    tx,
    'insert into blocks (blocker_id, blocked_id, created_at) values ($1, $2, $3) on conflict do nothing',
    [blockerId, blockedId, now],
  )) === 1;

/** Ends that two follow each other, or that one follows the other. */
async function endFollows(tx: Tx, one: AccountId, other: AccountId): Promise<void> {
  const ended = await rows<{ followerId: AccountId }>(
    tx,
    `delete from follows where (follower_id, followee_id) in (($1, $2), ($2, $1)) returning follower_id as "followerId"`,
    [one, other],
  );
  const gone = (followerId: AccountId) => (ended.some((follow) => follow.followerId === followerId) ? -1 : 0);
  if (ended.length === 0) return;
  await changeProfileCounters(tx, [
    { accountId: one, following: gone(one), followers: gone(other) },
    { accountId: other, following: gone(other), followers: gone(one) },
  ]);
}
