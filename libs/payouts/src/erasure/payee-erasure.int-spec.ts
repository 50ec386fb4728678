import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type AccountId, after, days } from '@moments/kernel';
import { statement } from '@moments/platform';
import { aPain002, aRussianAccount, PayoutsWorld } from '@moments/testing/payouts';
import { PayoutMethods } from '../methods/payout-methods.service.js';
import { TaxProfilesQueries } from '../tax/tax-profiles.queries.js';
import { PayoutBankJobsModule } from '../payout-bank-jobs.module.js';
import { ForgetPaidPayee, ForgetPayee } from './forget-payee.jobs.js';
import { UnclaimedMoneyQueries } from './unclaimed-money.queries.js';

let world: PayoutsWorld;

beforeAll(async () => {
  world = await PayoutsWorld.open([PayoutBankJobsModule]);
});
afterAll(() => world.close());
afterEach(async () => {
  expect((await world.reconcile()).drift).toEqual([]);
});

const forget = (accountId: AccountId) => world.lib.app.get(ForgetPayee).handle({ accountId });
const leave = (accountId: AccountId) =>
  world.sql(
    `update accounts set status = 'deleted', email = null, password_hash = null, birth_date = null where id = $1`,
    [accountId],
  );
const left = statement(
  'test.payee-left',
  `select (select array_agg(distinct payee_name || payee_inn) from payouts where account_id = $1) as payees,
          (select count(*)::int from tax_profiles where account_id = $1) as profiles,
          (select count(*)::int from payout_methods where account_id = $1 and sealed_number is not null) as numbers,
          (select count(*)::int from payout_methods where account_id = $1 and bic || masked_account || bank_name <> '') as banks`,
);
const whatIsLeft = async (accountId: AccountId) => (await world.lib.database.read(left, [accountId]))[0];
const nothing = { payees: [''], profiles: 0, numbers: 0, banks: 0 };

it('who is deleted is forgotten, what was not sent is rejected, and the amounts stay', async () => {
  const { accountId } = await world.aCreator({ available: '1000.00' });
  await world.lib.app.get(PayoutMethods).set({ accountId, ...aRussianAccount() });
  world.lib.clock.advance(72 * 3_600_000);
  const payout = await world.approved(accountId);
  await forget(accountId);
  expect((await world.payout(payout.id)).status).toBe('APPROVED');

  await leave(accountId);
  await forget(accountId);
  await forget(accountId);
  expect(await whatIsLeft(accountId)).toEqual(nothing);
  expect(await world.payout(payout.id)).toMatchObject({ status: 'REJECTED', amount: payout.amount });
  expect(await world.available(accountId)).toBe(100_000n);
});

it('what is still owed to who is deleted is shown to operators, the longest gone first; nobody else’s', async () => {
  const unclaimed = world.lib.app.get(UnclaimedMoneyQueries);
  const before = (await unclaimed.list()).map(({ accountId }) => accountId);
  const [first, second, paidOut, stays] = [
    await world.aCreator({ available: '12.34' }),
    await world.aCreator({ available: '0.01' }),
    await world.aCreator(),
    await world.aCreator({ available: '5.00' }),
  ];
  for (const [day, { accountId }] of [second, first, paidOut].entries()) {
    await leave(accountId);
    await world.sql('update accounts set status_changed_at = $2 where id = $1', [
      accountId,
      after(world.lib.clock.now(), days(day)),
    ]);
  }
  const found = (await unclaimed.list()).filter(({ accountId }) => !before.includes(accountId));
  expect(found.map(({ accountId, available, pending }) => [accountId, available.minor, pending.minor])).toEqual([
    [second.accountId, 1n, 0n],
    [first.accountId, 1_234n, 0n],
  ]);
  expect(found.map(({ accountId }) => accountId)).not.toContain(stays.accountId);
});

it('what is with the bank is forgotten once the bank has answered, and its files stay as they are', async () => {
  const { accountId, inn } = await world.aCreator({ available: '1000.00' });
  const payout = await world.approved(accountId);
  const batch = await world.sendAll();
  const written = await world.files.write(batch.id);
  await leave(accountId);
  await forget(accountId);
  expect(await whatIsLeft(accountId)).toMatchObject({ payees: [`Ада Лавлейс${inn}`], numbers: 1 });
  expect(await world.lib.app.get(TaxProfilesQueries).of([accountId])).not.toEqual(new Map());

  await world.bank.import({ content: aPain002(batch.id, [{ payout }]), by: null, source: 'test' });
  await world.lib.app.get(ForgetPaidPayee).handle({ accountId });
  expect(await whatIsLeft(accountId)).toEqual(nothing);
  expect(await world.files.write(batch.id)).toEqual(written);
});
