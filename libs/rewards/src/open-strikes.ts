import type { AccountId } from '@moments/kernel';

/** What counts against creators. Moderation answers it; it stands above this lib. */
export abstract class OpenStrikes {
  /** How many decisions of moderators count against each account today; those against whom nothing counts may be left out. */
  abstract of(accountIds: readonly AccountId[]): Promise<ReadonlyMap<AccountId, number>>;
}
