import type { AccountId } from '@moments/kernel';

/** How many strikes count against creators today. Who keeps them is above this lib: the process binds it. */
export abstract class OpenStrikes {
  /** Those against whom nothing counts may be left out. */
  abstract of(accountIds: readonly AccountId[]): Promise<ReadonlyMap<AccountId, number>>;
}
