import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import type { LibWorld } from '@moments/testing/platform';
import { openToldWorld, toldTo } from '../testing/told-world.js';
import {
  TellOfPayment,
  TellOfPayoutApproval,
  TellOfPayoutRejection,
  TellOfPayoutRequest,
  TellOfPayoutReturn,
  TellOfPayoutSending,
} from './payouts.jobs.js';

let world: LibWorld;

beforeAll(async () => {
  world = await openToldWorld();
});
afterAll(() => world.close());

/** A creator with a payout, and what they are told of it, the newest first. */
async function aPayout() {
  const moved = { payoutId: newId<'payout'>(), accountId: await anAccount(world) };
  const told = async () =>
    (await toldTo(world, moved.accountId)).map(({ kind, details }) => [kind, details.message ?? null]);
  return { moved, told };
}

it('each step of a payout is told of once, however often the event comes', async () => {
  const { moved, told } = await aPayout();
  for (let count = 0; count < 2; count += 1) {
    await world.app.get(TellOfPayoutRequest).handle(moved);
    await world.app.get(TellOfPayoutApproval).handle(moved);
    await world.app.get(TellOfPayoutSending).handle(moved);
    await world.app.get(TellOfPayment).handle(moved);
    await world.app.get(TellOfPayoutReturn).handle(moved);
  }
  expect((await told()).map(([kind]) => kind)).toEqual([
    'PAYOUT_RETURNED',
    'PAYOUT_PAID',
    'PAYOUT_SENT',
    'PAYOUT_APPROVED',
    'PAYOUT_REQUESTED',
  ]);
});

it('whoever owes a receipt is told so instead', async () => {
  const { moved, told } = await aPayout();
  await world.app.get(TellOfPayment).handle({ ...moved, receiptDue: '2026-01-31T00:00:00.000Z' });
  expect(await told()).toEqual([['PAYOUT_RECEIPT_DUE', null]]);
});

it.each([
  ['The name differs.', 'The name differs.'],
  ['AC04', null],
  ['tax_status_lost', null],
])(
  'of a rejection because of %p it is told %p: codes are put into words where they are read',
  async (failure, said) => {
    const { moved, told } = await aPayout();
    await world.app.get(TellOfPayoutRejection).handle({ ...moved, failure });
    expect(await told()).toEqual([['PAYOUT_REJECTED', said]]);
  },
);
