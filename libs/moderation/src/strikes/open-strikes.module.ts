import { Global, Injectable, Module } from '@nestjs/common';
import { OpenStrikes as StrikesForOrders } from '@moments/campaigns';
import type { AccountId } from '@moments/kernel';
import { OpenStrikes as StrikesForRewards } from '@moments/rewards';
import { StrikesQueries } from './strikes.queries.js';

@Injectable()
class ModeratorsStrikes extends StrikesForRewards {
  constructor(private readonly strikes: StrikesQueries) {
    super();
  }

  override of(accountIds: readonly AccountId[]): Promise<ReadonlyMap<AccountId, number>> {
    return this.strikes.openOf(accountIds);
  }
}

/** Tells rewards and campaigns, which stand below, what counts against creators. Every app that pays or judges creators has it. */
@Global()
@Module({
  providers: [
    StrikesQueries,
    { provide: StrikesForRewards, useClass: ModeratorsStrikes },
    // Both ask the same.
    { provide: StrikesForOrders, useExisting: StrikesForRewards },
  ],
  exports: [StrikesForOrders, StrikesForRewards],
})
export class OpenStrikesModule {}
