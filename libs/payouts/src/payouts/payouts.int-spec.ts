import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { currency, DomainError, hours, parseMoney } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { aCamt054, aPain002, aRussianAccount, PayoutsWorld } from '@moments/testing/payouts';
import { journalTable } from '@moments/testing/ledger';
import { randomUUID } from 'node:crypto';
import { PayoutMethods } from '../methods/payout-methods.service.js';
import { TaxRechecks } from '../tax/tax-rechecks.service.js';

let world: PayoutsWorld;

beforeAll(async () => {
  world = await PayoutsWorld.open();
});
afterAll(() => world.close());
afterEach(async () => {
  expect((await world.reconcile()).drift).toEqual([]);
});

const take = (content: Buffer) => world.bank.import({ content, by: null, source: 'test' });
const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.reason : 'a defect'),
  );

/** A creator who was paid before: rules alone approve what is small. */
async function aProvenCreator(available: string) {
  const creator = await world.aCreator({ available: '600.00' });
  const first = await world.approved(creator.accountId);
  const batch = await world.sendAll();
  await take(aPain002(batch.id, [{ payout: first }]));
  await world.earn(creator.accountId, available);
  return creator;
}

describe('a payout', () => {
  it('goes from what is available to the bank, tax withheld on the way, and comes back the way it went', async () => {
    const { accountId } = await world.aCreator({ status: 'INDIVIDUAL', available: '1000.50' });
    const payout = await world.approved(accountId, '1000.00');
    expect(payout).toMatchObject({ status: 'APPROVED', review: ['first_payout'], approvalsNeeded: 2 });

    const batch = await world.sendAll();
    const paid = await take(aPain002(batch.id, [{ payout }]));
    const back = await take(aCamt054([{ payout }]));

    expect([paid.settled, back.returned]).toEqual([1, 1]);
    expect(await world.payout(payout.id)).toMatchObject({ status: 'RETURNED', failure: 'AC04' });
    expect(await world.available(accountId)).toBe(100_050n);
    expect(await journalTable(world.lib, { [accountId]: 'ada', [payout.id]: '1' })).toMatchInlineSnapshot(`
      "earned                        platform:rewards       ->  creator:ada:pending    1000.50  RUB
      earnings_released             creator:ada:pending    ->  creator:ada:available  1000.50  RUB
      payout_reserved               creator:ada:available  ->  payout:1:transit       1000.00  RUB
      payout_tax_withheld           payout:1:transit       ->  tax:withheld            130.00  RUB
      payout_paid                   payout:1:transit       ->  bank                    870.00  RUB
      payout_paid_reversed          bank                   ->  payout:1:transit        870.00  RUB
      payout_tax_withheld_reversed  tax:withheld           ->  payout:1:transit        130.00  RUB
      payout_reserved_reversed      payout:1:transit       ->  creator:ada:available  1000.00  RUB"
    `);
  });

  it('is approved by the rules alone when it is small and its account was paid before', async () => {
    const { accountId } = await aProvenCreator('200000.00');
    world.lib.clock.advance(hours(24));
    expect(await world.request(accountId, '50000.00')).toMatchObject({ status: 'APPROVED', review: [] });
    world.lib.clock.advance(hours(24));
    expect(await world.request(accountId, '50000.01')).toMatchObject({ status: 'REQUESTED', review: ['above_limit'] });
  });

  it('is looked at when it is more than the limit with what was asked for that day before: cutting up does not help', async () => {
    const { accountId } = await aProvenCreator('200000.00');
    world.lib.clock.advance(hours(24));
    expect(await world.request(accountId, '30000.00')).toMatchObject({ status: 'APPROVED', review: [] });
    expect(await world.request(accountId, '20000.00')).toMatchObject({ status: 'APPROVED', review: [] });
    expect(await world.request(accountId, '500.00')).toMatchObject({ status: 'REQUESTED', review: ['above_limit'] });
  });

  it('is looked at when another creator is paid to the same account', async () => {
    const { accountId } = await aProvenCreator('1000.00');
    const { accountId: other } = await world.aCreator();
    const shared = aRussianAccount();
    for (const who of [accountId, other]) await world.lib.app.get(PayoutMethods).set({ accountId: who, ...shared });
    world.lib.clock.advance(hours(49));
    expect((await world.request(accountId)).review).toEqual(['first_payout', 'shared_account']);
  });

  it('does not go at once to an account that has taken the place of another', async () => {
    const { accountId } = await aProvenCreator('1000.00');
    await world.lib.app.get(PayoutMethods).set({ accountId, ...aRussianAccount() });

    expect(await reasonOf(world.request(accountId))).toBe('payout_method_resting');
    world.lib.clock.advance(hours(49));
    expect(await world.request(accountId)).toMatchObject({ status: 'REQUESTED', review: ['first_payout'] });
  });

  it('is not more than a day and a month allow; asked for all, it is what they allow', async () => {
    const { accountId } = await aProvenCreator('900000.00');
    expect(await reasonOf(world.request(accountId, '500000.01'))).toBe('payout_limit_of_day');
    expect((await world.request(accountId)).amount).toEqual(parseMoney('499400.00', currency('RUB')));
    expect(await reasonOf(world.request(accountId))).toBe('payout_limit_of_day');
  });

  it('takes what there is once when it is asked for many times at once', async () => {
    const { accountId } = await aProvenCreator('1000.00');
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => reasonOf(world.request(accountId, '800.00'))));

    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'insufficient_funds')).toHaveLength(5);
    expect(await world.available(accountId)).toBe(20_000n);
  });

  it('is approved by two and not twice by one, whoever comes at the same time, and by nobody for themselves', async () => {
    const { accountId } = await world.aCreator({ available: '1000.00' });
    const { id: payoutId } = await world.request(accountId);
    const [first, second] = world.operators;

    await Promise.all([1, 2, 3].map(() => world.approvals.approve({ payoutId, by: first })));
    expect((await world.payout(payoutId)).status).toBe('REQUESTED');
    expect(await reasonOf(world.approvals.approve({ payoutId, by: accountId }))).toBe('own_payout');
    await Promise.all([1, 2].map(() => world.approvals.approve({ payoutId, by: second })));
    expect((await world.payout(payoutId)).status).toBe('APPROVED');
  });
});

describe('a batch', () => {
  it('is made once under a key, and each payout is in one however many are made at once', async () => {
    const { accountId } = await world.aCreator({ available: '1000.00' });
    const payout = await world.approved(accountId);
    const [by] = world.operators;
    const made = await Promise.allSettled(
      ['a', 'a', 'b', 'c'].map((key) => world.batches.create({ by, idempotencyKey: `${payout.id}${key}` })),
    );

    const ids = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value.id] : []));
    expect(new Set(ids).size).toBe(1);
    expect((await world.payout(payout.id)).batchId).toBe(ids[0]);
  });

  it('leaves behind whose payouts are held, or whose account is suspended, by the time that it goes', async () => {
    const [held, gone, free] = [
      await world.aCreator({ available: '1000.00' }),
      await world.aCreator({ available: '1000.00' }),
      await world.aCreator({ available: '1000.00' }),
    ];
    const payouts = [];
    for (const { accountId } of [held, gone, free]) payouts.push(await world.approved(accountId));
    const [first, second] = world.operators;
    const { id: batchId } = await world.batches.create({ by: first, idempotencyKey: randomUUID() });
    await world.approvals.hold({ accountId: held.accountId, by: first });
    await world.sql(`update accounts set status = 'suspended' where id = $1`, [gone.accountId]);
    await world.batches.approve({ batchId, by: first });
    await world.batches.approve({ batchId, by: first });
    const sent = await world.batches.approve({ batchId, by: second });

    expect(sent).toMatchObject({ status: 'SENT', approvedBy: [first, second] });
    const statuses = await Promise.all(payouts.map(async ({ id }) => (await world.payout(id)).status));
    expect(statuses).toEqual(['APPROVED', 'APPROVED', 'SENT']);
    expect(await reasonOf(world.request(gone.accountId))).toBe('account_suspended');
  });

  it('is approved by nobody who is paid by it', async () => {
    const [first, second, third] = world.operators;
    const { accountId } = await world.aCreator({ available: '1000.00' });
    const { id } = await world.approved(accountId);
    const { id: batchId } = await world.batches.create({ by: first, idempotencyKey: randomUUID() });
    expect((await world.payout(id)).batchId).toBe(batchId);

    expect(await reasonOf(world.batches.approve({ batchId, by: accountId }))).toBe('own_payout');
    await world.batches.approve({ batchId, by: second });
    expect((await world.batches.approve({ batchId, by: third })).status).toBe('SENT');
  });

  it('is cancelled when nothing of it may go, and what it held goes with another one', async () => {
    const { accountId } = await world.aCreator({ available: '1000.00' });
    const { id } = await world.approved(accountId);
    const [first, second] = world.operators;
    const { id: batchId } = await world.batches.create({ by: first, idempotencyKey: randomUUID() });
    await world.approvals.hold({ accountId, by: first });
    await world.batches.approve({ batchId, by: first });
    const over = await world.batches.approve({ batchId, by: second });

    expect(over).toMatchObject({ status: 'CANCELLED', payouts: 0, sentAt: null });
    expect(await world.batches.approve({ batchId, by: first })).toEqual(over);
    await world.approvals.lift({ accountId, by: first });
    await world.sendAll();
    expect((await world.payout(id)).status).toBe('SENT');
  });

  it('goes on without a payout that is rejected while it waits', async () => {
    const creators = [await world.aCreator({ available: '1000.00' }), await world.aCreator({ available: '700.00' })];
    const [bad, good] = [await world.approved(creators[0]!.accountId), await world.approved(creators[1]!.accountId)];
    const [first, second] = world.operators;
    const { id: batchId } = await world.batches.create({ by: first, idempotencyKey: randomUUID() });
    await world.batches.approve({ batchId, by: first });
    await world.approvals.reject({ payoutId: bad.id, by: first, reason: 'no' });
    const sent = await world.batches.approve({ batchId, by: second });

    expect(sent).toMatchObject({ status: 'SENT', payouts: 1, total: parseMoney('700.00', currency('RUB')) });
    expect([(await world.payout(bad.id)).status, (await world.payout(good.id)).status]).toEqual(['REJECTED', 'SENT']);
    expect(await world.available(creators[0]!.accountId)).toBe(100_000n);
  });
});

describe('the self-employed', () => {
  it('are asked about again before money goes; whoever is not any more is told so, and keeps the money', async () => {
    const { accountId, inn } = await world.aCreator({ status: 'SELF_EMPLOYED', available: '1000.00' });
    const payout = await world.approved(accountId);
    world.lib.clock.advance(hours(25));
    const early = await world.batches
      .create({ by: world.operators[0], idempotencyKey: randomUUID() })
      .catch(() => undefined);
    expect((await world.payout(payout.id)).batchId).toBeNull();
    expect(early?.id).not.toBe(payout.batchId);

    world.taxService.denied.add(inn);
    expect(await world.lib.app.get(TaxRechecks).run()).toBe(1);
    expect(await world.payout(payout.id)).toMatchObject({ status: 'REJECTED', failure: 'tax_status_lost' });
    expect(await world.available(accountId)).toBe(100_000n);
    expect(await reasonOf(world.request(accountId))).toBe('tax_status_lost');
  });

  it('are asked about anew when what is known is half expired, so that it still holds when their batch is made', async () => {
    const { accountId } = await world.aCreator({ status: 'SELF_EMPLOYED', available: '2000.00' });
    const early = await world.approved(accountId, '1000.00');
    world.lib.clock.advance(hours(13));
    const late = await world.approved(accountId, '1000.00');
    world.lib.clock.advance(hours(12));
    await world.sendAll();

    const statuses = [(await world.payout(early.id)).status, (await world.payout(late.id)).status];
    expect(statuses).toEqual(['SENT', 'SENT']);
  });

  it('are asked about again also while their batch waits, however long', async () => {
    const { accountId, inn } = await world.aCreator({ status: 'SELF_EMPLOYED', available: '1000.00' });
    const { accountId: other, inn: lost } = await world.aCreator({ status: 'SELF_EMPLOYED', available: '1000.00' });
    const [payout, doomed] = [await world.approved(accountId), await world.approved(other)];
    const [first, second] = world.operators;
    const { id: batchId } = await world.batches.create({ by: first, idempotencyKey: randomUUID() });
    world.lib.clock.advance(hours(25));
    world.taxService.denied.add(lost);
    await world.lib.app.get(TaxRechecks).run();
    await world.batches.approve({ batchId, by: first });
    await world.batches.approve({ batchId, by: second });

    expect(inn).not.toBe(lost);
    expect(await world.payout(payout.id)).toMatchObject({ status: 'SENT', batchId });
    expect(await world.payout(doomed.id)).toMatchObject({ status: 'REJECTED', batchId: null });
  });

  it('are paid no more than the law lets them earn in a year', async () => {
    const { accountId } = await world.aCreator({ status: 'SELF_EMPLOYED', available: '5000.00' });
    const settings = world.lib.app.get(Settings);
    const taxes = { incomeTax: [{ bps: 1_300 }], selfEmployedYear: '3000.00', checkHours: 24 };
    await settings.set('payouts.taxes', taxes, 'test');
    try {
      expect(await reasonOf(world.request(accountId, '3000.01'))).toBe('self_employed_income_exceeded');
      expect((await world.request(accountId)).amount).toEqual(parseMoney('3000.00', currency('RUB')));
    } finally {
      await settings.set('payouts.taxes', { ...taxes, selfEmployedYear: '2400000.00' }, 'test');
    }
  });
});
