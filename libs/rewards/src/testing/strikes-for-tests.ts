import { Global, Injectable, Module } from '@nestjs/common';
import type { AccountId } from '@moments/kernel';
import { OpenStrikes } from '../open-strikes.js';

/** Strikes as a test says they are: moderation, which counts the real ones, stands above this lib. */
@Injectable()
export class ToldStrikes extends OpenStrikes {
  readonly told = new Map<AccountId, number>();

  override async of(accountIds: readonly AccountId[]): Promise<ReadonlyMap<AccountId, number>> {
    return new Map(accountIds.map((id) => [id, this.told.get(id) ?? 0]));
  }
}

/** Nobody has any until a test says so: `world.app.get(ToldStrikes).told.set(accountId, 2)`. */
@Global()
@Module({ providers: [ToldStrikes, { provide: OpenStrikes, useExisting: ToldStrikes }], exports: [OpenStrikes] })
export class StrikesForTests {}
