import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { businessDayOf, currency, newId, parseMoney, toGlobalId } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import {
  EarningsReleases,
  EarningsService,
  PayoutApprovals,
  PayoutBatches,
  PayoutMethods,
  PayoutsService,
  TaxProfiles,
} from '@moments/payouts';
import { Database, Settings } from '@moments/platform';
import { anInn, aPain002, aRussianAccount, testDebtor } from '@moments/testing/payouts';
import { CommandLine, type CommandOutcome } from '../support/cli.js';
import { gatewayOn, type TestGateway, testSecrets } from '../support/gateway.js';
import { aPerson } from '../support/person.js';

let operator: CommandLine;
let gateway: TestGateway;

beforeAll(async () => {
  operator = await CommandLine.open();
  gateway = await gatewayOn(operator.env);
  await gateway.app.get(Settings).set('payouts.debtor', testDebtor, 'test');
});
afterAll(async () => {
  await gateway.close();
  await operator.close();
});

async function cli(...args: string[]): Promise<CommandOutcome> {
  const outcome = await operator.runIn(testSecrets, ['payouts', ...args]);
  return { ...outcome, out: outcome.out.trim() };
}

/** A payout of a thousand roubles whose batch is sent. */
async function sent() {
  const get: TestGateway['app']['get'] = gateway.app.get.bind(gateway.app);
  const [{ accountId }, { accountId: first }, { accountId: second }] = [
    await aPerson(gateway),
    await aPerson(gateway),
    await aPerson(gateway),
  ];
  const declared = { accountId, status: 'SOLE_PROPRIETOR', legalName: 'Ада Лавлейс', inn: anInn() };
  await get(Database).transaction(async (tx) => {
    await get(TaxProfiles).declare(tx, declared);
    const fact = { key: newId(), creatorId: accountId, day: businessDayOf(new Date()), kind: 'VIEW_REWARD' as const };
    const amount = parseMoney('1000.00', currency('RUB'));
    const basis = { formula: 'reward', inputs: { currency: 'RUB', reward: '100000' } };
    const earning = { ...fact, amount, source: addresses.platformRewards, availableAt: new Date(), basis };
    await get(EarningsService).record(tx, [earning]);
    await get(EarningsReleases).release(tx, [accountId]);
  });
  await get(PayoutMethods).set({ accountId, ...aRussianAccount() });
  const payout = await get(PayoutsService).request({ accountId, idempotencyKey: newId() });
  for (const by of [first, second]) await get(PayoutApprovals).approve({ payoutId: payout.id, by });
  const { id: batchId } = await get(PayoutBatches).create({ by: first, idempotencyKey: newId() });
  for (const by of [first, second]) await get(PayoutBatches).approve({ batchId, by });
  return { payout, batchId };
}

describe('operators', () => {
  it('write a batch’s files and take in what the bank tells, on the command line', async () => {
    const { payout, batchId } = await sent();
    const written = await cli('files', toGlobalId('payoutBatch', batchId));
    expect(written).toMatchObject({ code: 0, errors: '' });
    const [pain001, exchange1c, ...others] = written.out.split('\n');
    expect(others).toEqual([]);
    expect(await (await fetch(pain001!)).text()).toContain('<InstdAmt Ccy="RUB">1000.00</InstdAmt>');
    expect((await fetch(exchange1c!)).status).toBe(200);

    const report = await operator.aFile('pain.002.xml', aPain002(batchId, [{ payout }]));
    const told = await cli('import', report);
    expect(told).toMatchObject({ code: 0, errors: '' });
    expect(told.out).toMatch(/^settled +1$/m);
    expect((await cli('import', report)).out).toBe(told.out);
    expect(await cli('unclaimed')).toMatchObject({ code: 0, errors: '', out: '' });
  });

  it('are told in a sentence what is wrong with a file or a batch', async () => {
    const external = await operator.aFile('x.xml', '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]><b>&a;</b>');
    const [wrong, missing, unknown] = [
      await cli('import', external),
      await cli('import', operator.path('nowhere.xml')),
      await cli('files', toGlobalId('payoutBatch', newId<'payoutBatch'>())),
    ];
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.errors).toContain('it has a document type');
    expect(missing.code).toBe(2);
    expect(unknown.code).toBe(1);
    for (const { errors } of [wrong, missing, unknown]) expect(errors).not.toContain('    at ');
  });
});
