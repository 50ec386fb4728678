import { Injectable } from '@nestjs/common';
import type { AccountId, BusinessDay } from '@moments/kernel';
import { MonetizationQueries } from '../monetization/monetization.queries.js';
import { OpenStrikes } from '../open-strikes.js';

/** Who earns on a day. */
@Injectable()
export class DayCreators {
  constructor(
    private readonly monetization: MonetizationQueries,
    private readonly strikes: OpenStrikes,
  ) {}

  /** Those of these creators who earn on the day, in their order, with what counts against them now. */
  async earningOn(day: BusinessDay, creatorIds: readonly AccountId[]): Promise<Map<AccountId, number>> {
    const approved = await this.monetization.approvedOf(creatorIds, day);
    const earning = creatorIds.filter((id) => approved.has(id));
    const strikes = await this.strikes.of(earning);
    return new Map(earning.map((id) => [id, strikes.get(id) ?? 0]));
  }
}
