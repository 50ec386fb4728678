import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aCamt054, aPain002, PayoutsWorld } from '@moments/testing/payouts';
import { journalTable } from '@moments/testing/ledger';

let world: PayoutsWorld;

beforeAll(async () => {
  world = await PayoutsWorld.open();
});
afterAll(() => world.close());

describe('a payout', () => {
  it('goes from what is available to the bank, tax withheld on the way, and comes back the way it went', async () => {
    const { accountId } = await world.aCreator({ status: 'INDIVIDUAL', available: '1000.50' });
    const payout = await world.approved(accountId, '1000.00');
    expect(payout).toMatchObject({ status: 'APPROVED', review: ['first_payout'], approvalsNeeded: 2 });

    const batch = await world.sendAll();
    const paid = await world.bank.import({ content: aPain002(batch.id, [{ payout }]), by: null, source: 'test' });
    const back = await world.bank.import({ content: aCamt054([{ payout }]), by: null, source: 'test' });

    expect([paid.settled, back.returned]).toEqual([1, 1]);
    expect(await world.payout(payout.id)).toMatchObject({ status: 'RETURNED', failure: 'AC04' });
    expect(await world.available(accountId)).toBe(100_050n);
    expect((await world.reconcile()).drift).toEqual([]);
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
});
