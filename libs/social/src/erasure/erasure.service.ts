import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type MomentId } from '@moments/kernel';
import { Database, execute, rows, type Tx } from '@moments/platform';
import {
  eraseCommentLikesOfMoment,
  eraseCommentsOfMoment,
  eraseOwnCommentLikes,
  eraseOwnComments,
  eraseOwnReplies,
} from '../comments/erase-comments.store.js';
import { changeMomentCounters, changeProfileCounters, type ProfileChange } from '../counters/counters.store.js';
import { eraseHidingOfAccount, eraseHidingOfMoment } from '../hiding/erase-hiding.store.js';
import { type DeedKind, deedKinds } from '../moments/deeds.store.js';

// Small enough that nobody waits long for a counter, large enough to be done soon.
const batchSize = 500;

/** Takes along what belonged to a moment or an account that is gone. Doing it again, or going on after a break, is safe. */
@Injectable()
export class ErasureService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Closes the moment's counters, takes its likes off its author's count, then deletes what was done with it. */
  async eraseMoment({ momentId, authorId }: { momentId: MomentId; authorId: AccountId }): Promise<void> {
    await this.database.transaction((tx) => closeMoment(tx, { momentId, authorId }, this.clock.now()));
    for (const kind of deedKinds) await this.inBatches((tx) => eraseDeedsWith(tx, kind, momentId));
    await this.inBatches((tx) => eraseHidingOfMoment(tx, momentId, batchSize));
    await this.inBatches((tx) => eraseCommentsOfMoment(tx, momentId, batchSize));
    await this.inBatches((tx) => eraseCommentLikesOfMoment(tx, momentId, batchSize));
  }

  /**
   * Closes the account's counters, then takes back all that it did with moments, followed and was followed by, what it kept
   * away or was kept away by, and what it wrote.
   */
  async eraseAccount(accountId: AccountId): Promise<void> {
    await this.database.transaction((tx) => closeProfile(tx, accountId, this.clock.now()));
    for (const kind of deedKinds) await this.inBatches((tx) => eraseDeedsOf(tx, kind, accountId));
    await this.inBatches((tx) => eraseFollows(tx, accountId));
    await this.inBatches((tx) => eraseFollowers(tx, accountId));
    await this.inBatches((tx) => eraseHidingOfAccount(tx, accountId, batchSize));
    const ownComments = { accountId, now: this.clock.now(), batchSize };
    await this.inBatches((tx) => eraseOwnComments(tx, ownComments));
    await this.inBatches((tx) => eraseOwnReplies(tx, ownComments));
    await this.inBatches((tx) => eraseOwnCommentLikes(tx, ownComments));
  }

  private async inBatches(eraseBatch: (tx: Tx) => Promise<number>): Promise<void> {
    while ((await this.database.transaction(eraseBatch)) > 0);
  }
}

/** Nothing can be added from here on. What the moment's likes had added to its author is taken off, once. */
async function closeMoment(
  tx: Tx,
  { momentId, authorId }: { momentId: MomentId; authorId: AccountId },
  now: Date,
): Promise<void> {
  await execute(tx, 'insert into moment_counters (moment_id, author_id) values ($1, $2) on conflict do nothing', [
    momentId,
    authorId,
  ]);
  const [open] = await rows<{ likes: number }>(
    tx,
    'select likes from moment_counters where moment_id = $1 and closed_at is null for update',
    [momentId],
  );
  if (!open) return;
  await changeMomentCounters(tx, [{ momentId, likes: -open.likes }]);
  await execute(
    tx,
    'update moment_counters set comments = 0, shares = 0, saves = 0, closed_at = $2 where moment_id = $1',
    [momentId, now],
  );
}

const closeProfile = (tx: Tx, accountId: AccountId, now: Date): Promise<number> =>
  execute(
    tx,
    `insert into profile_counters as counters (account_id, closed_at) values ($1, $2)
     on conflict (account_id) do update
       set followers = 0, following = 0, likes_received = 0, closed_at = coalesce(counters.closed_at, $2)`,
    [accountId, now],
  );

const eraseDeedsWith = (tx: Tx, kind: DeedKind, momentId: MomentId): Promise<number> =>
  execute(
    tx,
    `delete from ${kind} where moment_id = $1
        and account_id in (select account_id from ${kind} where moment_id = $1 order by account_id limit $2)`,
    [momentId, batchSize],
  );

async function eraseDeedsOf(tx: Tx, kind: DeedKind, accountId: AccountId): Promise<number> {
  const erased = await rows<{ momentId: MomentId }>(
    tx,
    `delete from ${kind} where account_id = $1
        and moment_id in (select moment_id from ${kind} where account_id = $1 order by moment_id limit $2)
     returning moment_id as "momentId"`,
    [accountId, batchSize],
  );
  await changeMomentCounters(
    tx,
    erased.map(({ momentId }) => ({ momentId, [kind]: -1 })),
  );
  return erased.length;
}

const eraseFollows = (tx: Tx, accountId: AccountId): Promise<number> =>
  eraseEdges(
    tx,
    `delete from follows where follower_id = $1
        and followee_id in (select followee_id from follows where follower_id = $1 order by followee_id limit $2)
     returning followee_id as "accountId"`,
    accountId,
    { followers: -1 },
  );

// In the order of their index: in any other, each batch of a million would look through all that are left.
const eraseFollowers = (tx: Tx, accountId: AccountId): Promise<number> =>
  eraseEdges(
    tx,
    `delete from follows where followee_id = $1
        and follower_id in (select follower_id from follows where followee_id = $1
                             order by created_at desc, follower_id desc limit $2)
     returning follower_id as "accountId"`,
    accountId,
    { following: -1 },
  );

/** Deletes a batch of follows and changes the counters of those at their other ends. */
async function eraseEdges(
  tx: Tx,
  deletion: string,
  accountId: AccountId,
  change: Omit<ProfileChange, 'accountId'>,
): Promise<number> {
  const erased = await rows<{ accountId: AccountId }>(tx, deletion, [accountId, batchSize]);
  await changeProfileCounters(
    tx,
    erased.map((other) => ({ ...change, accountId: other.accountId })),
  );
  return erased.length;
}
