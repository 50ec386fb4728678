import { Global, Injectable, Module } from '@nestjs/common';
import type { AccountId } from '@moments/kernel';
import { OpenStrikes } from '@moments/rewards';
import { StrikesQueries } from './strikes.queries.js';

@Injectable()
class ModeratorsStrikes extends OpenStrikes {
  constructor(private readonly strikes: StrikesQueries) {
    super();
  }

  override of(accountIds: readonly AccountId[]): Promise<ReadonlyMap<AccountId, number>> {
    return this.strikes.openOf(accountIds);
  }
}

/** Tells rewards, which stand below, what counts against creators. Every app that pays or judges creators has it. */
@Global()
@Module({
  providers: [StrikesQueries, { provide: OpenStrikes, useClass: ModeratorsStrikes }],
  exports: [OpenStrikes],
})
export class OpenStrikesModule {}
