import { Injectable } from '@nestjs/common';
import { type AccountId, type Page, pageOf, type PageWindow, type TimePosition } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { afterPosition, positionOf } from '../time-position.js';
import { blockedBetween } from './blocks.store.js';

const apart = statement(
  'social.apart',
  `select asked.id from unnest($1::uuid[]) as asked (id) where ${blockedBetween('$2::uuid', 'asked.id')}`,
);

const blockedBy = statement(
  'social.blocked-by',
  `select blocked_id as id, created_at as at from blocks
    where blocker_id = $1 and ${afterPosition('created_at', 'blocked_id')}
    order by created_at desc, blocked_id desc limit $4`,
);

/** Who is hidden from whom. */
@Injectable()
export class BlocksQueries {
  constructor(private readonly database: Database) {}

  /** Which of the accounts this viewer must not see, or must not be seen by; nobody for somebody not signed in. */
  async hiddenFrom(viewerId: AccountId | undefined, accountIds: readonly AccountId[]): Promise<Set<AccountId>> {
    if (!viewerId || accountIds.length === 0) return new Set();
    const found = await this.database.read<{ id: AccountId }>(apart, [accountIds, viewerId]);
    return new Set(found.map(({ id }) => id));
  }

  /** Whom an account has blocked, last blocked first. */
  async blockedBy(accountId: AccountId, window: PageWindow<TimePosition>): Promise<Page<AccountId, TimePosition>> {
    const parameters = [accountId, ...positionOf(window), window.limit + 1];
    const found = await this.database.read<{ id: AccountId; at: Date }>(blockedBy, parameters);
    return pageOf(found, window.limit, ({ id, at }) => ({ item: id, position: { at, id } }));
  }
}
