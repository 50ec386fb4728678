import { Injectable } from '@nestjs/common';
import type { AccountId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { blockedBetween } from './blocks.store.js';

const apart = statement(
  'social.apart',
  `select asked.id from unnest($1::uuid[]) as asked (id) where ${blockedBetween('$2::uuid', 'asked.id')}`,
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
}
