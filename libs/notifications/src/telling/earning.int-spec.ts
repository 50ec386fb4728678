import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type BusinessDay, newId } from '@moments/kernel';
import type { EarningsChanged } from '@moments/payouts';
import { execute, type JobContext } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import type { LibWorld } from '@moments/testing/platform';
import { openToldWorld, toldTo } from '../testing/told-world.js';
import { TellOfEarningsChange } from './earnings.jobs.js';
import { TellOfFundShare } from './funds.jobs.js';
import { TellOfApproval, TellOfLifting, TellOfRefusal, TellOfSuspension } from './monetization.jobs.js';
import { TellOfPolicy } from './policies.jobs.js';
import { TellOfStatements } from './statements.jobs.js';

let world: LibWorld;
let creatorId: AccountId;
let stranger: AccountId;

beforeAll(async () => {
  world = await openToldWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  creatorId = await anAccount(world);
  stranger = await anAccount(world);
});

const happened = (): JobContext => ({
  signal: new AbortController().signal,
  attempt: 1,
  event: { id: newId(), occurredAt: world.clock.now() },
});
const saidTo = async (accountId = creatorId) =>
  (await toldTo(world, accountId)).map(({ kind, details }) => [kind, details.message ?? null]);
const earns = (accountId: AccountId) =>
  world.database.transaction((tx) =>
    execute(tx, `insert into monetization_spells (account_id, number, from_day) values ($1, 1, '2020-01-01')`, [
      accountId,
    ]),
  );

describe('who would like to earn', () => {
  it('is told of each decision, with an operator’s words where there are any, and nobody else is', async () => {
    const decided = { accountId: creatorId };
    await world.app.get(TellOfRefusal).handle({ ...decided, reason: 'Bought followers' }, happened());
    await world.app.get(TellOfApproval).handle(decided, happened());
    await world.app.get(TellOfSuspension).handle({ ...decided, reason: 'Bought views' }, happened());
    await world.app.get(TellOfLifting).handle(decided, happened());
    expect(await saidTo()).toEqual([
      ['MONETIZATION_LIFTED', null],
      ['MONETIZATION_SUSPENDED', 'Bought views'],
      ['MONETIZATION_APPROVED', null],
      ['MONETIZATION_REFUSED', 'Bought followers'],
    ]);
    expect(await saidTo(stranger)).toEqual([]);
  });

  it('is told once of a decision, however often the event comes, and again of the next one like it', async () => {
    const [first, second] = [happened(), happened()];
    for (const context of [first, first, second]) {
      await world.app.get(TellOfSuspension).handle({ accountId: creatorId, reason: 'Bought views' }, context);
    }
    expect(await saidTo()).toHaveLength(2);
  });
});

describe('who earns', () => {
  it('is told of a share in a period of a fund once, and of each period', async () => {
    const [first, second] = [newId<'fundPeriod'>(), newId<'fundPeriod'>()];
    for (const periodId of [first, first, second]) {
      await world.app.get(TellOfFundShare).handle({ periodId, creatorId });
    }
    expect((await saidTo()).map(([kind]) => kind)).toEqual(['FUND_SHARE_PAID', 'FUND_SHARE_PAID']);
  });

  it('is told what a day has brought, once', async () => {
    const context = happened();
    const day = '2026-01-31' as BusinessDay;
    const published = { day, currency: 'RUB', creators: [{ creatorId, amountMinor: '1234' }] };
    for (let count = 0; count < 2; count += 1) await world.app.get(TellOfStatements).handle(published, context);
    expect(await saidTo()).toEqual([['REWARDS_PUBLISHED', '2026-01-31: 12.34 RUB']]);
  });

  it('is told by how much a closed day was corrected, once; of what a return takes back; and of a debt written off', async () => {
    const told = (change: Partial<EarningsChanged>, context: JobContext) =>
      world.app.get(TellOfEarningsChange).handle(
        {
          ...{ reason: 'DAY_CORRECTED', currency: 'RUB', creators: [{ creatorId, amountMinor: '-1234' }] },
          ...change,
        },
        context,
      );
    const context = happened();
    for (let count = 0; count < 2; count += 1) await told({ day: '2026-01-31' as BusinessDay }, context);
    await told({ reason: 'COMMISSION_TAKEN_BACK' }, happened());
    await told({ reason: 'DEBT_WRITTEN_OFF', creators: [{ creatorId, amountMinor: '1234' }] }, happened());
    expect(await saidTo()).toEqual([
      ['DEBT_WRITTEN_OFF', '12.34 RUB'],
      ['COMMISSION_TAKEN_BACK', '-12.34 RUB'],
      ['EARNINGS_CORRECTED', '2026-01-31: -12.34 RUB'],
    ]);
  });

  it('is told before other rules hold; who does not earn is not', async () => {
    await earns(creatorId);
    const context = happened();
    for (let count = 0; count < 2; count += 1) {
      await world.app.get(TellOfPolicy).handle({ effectiveFrom: '2026-02-01' }, context);
    }
    expect(await saidTo()).toEqual([['REWARD_POLICY_PUBLISHED', '2026-02-01']]);
    expect(await saidTo(stranger)).toEqual([]);
  });
});
