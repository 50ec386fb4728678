import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, businessDayOf, currency, fromGlobalId, newId, parseMoney, toGlobalId } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { BankFiles, EarningsReleases, EarningsService, PayoutFiles, TaxProfiles } from '@moments/payouts';
import { Settings } from '@moments/platform';
import { aCamt054, anInn, aPain002, aRussianAccount, testDebtor } from '@moments/testing/payouts';
import { randomUUID } from 'node:crypto';
import { type LocalTaxService, startLocalTaxService } from '../../tools/tax-service/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { anIntegration, integrationUrl } from '../support/integration.js';
import { aPerson, type Person } from '../support/person.js';
import { deliver } from '../support/webhook.js';

let taxService: LocalTaxService;
let gateway: TestGateway;
let creator: Person;
let operators: [Person, Person];

beforeAll(async () => {
  taxService = await startLocalTaxService();
  gateway = await startGateway({ env: { TAX_SERVICE_URL: taxService.url } });
  await gateway.app.get(Settings).set('payouts.debtor', testDebtor, 'test');
  operators = [await aPerson(gateway, { roles: ['OPERATOR'] }), await aPerson(gateway, { roles: ['OPERATOR'] })];
  creator = await aCreator('1500.00');
});
afterAll(async () => {
  await gateway.close();
  await taxService.close();
});

async function aCreator(available: string): Promise<Person> {
  const person = await aPerson(gateway);
  const { accountId } = person;
  const declared = { accountId, status: 'SELF_EMPLOYED', legalName: 'Ада Лавлейс', inn: anInn() };
  await gateway.database.transaction((tx) => gateway.app.get(TaxProfiles).declare(tx, declared));
  await earn(accountId, available);
  return person;
}

async function earn(creatorId: AccountId, amount: string): Promise<void> {
  const fact = { key: newId(), creatorId, day: businessDayOf(new Date()), kind: 'VIEW_REWARD' as const };
  const money = { amount: parseMoney(amount, currency('RUB')), source: addresses.platformRewards };
  const earning = { ...fact, ...money, availableAt: new Date(), basis: { formula: 'test', inputs: {} } };
  await gateway.database.transaction(async (tx) => {
    await gateway.app.get(EarningsService).record(tx, [earning]);
    await gateway.app.get(EarningsReleases).release(tx, [creatorId]);
  });
}

interface Told {
  payout?: { id: string; status: string; receiptDue: string | null; failure: { reason: string } | null };
  userErrors: { code: string; reason: string; field?: string[] | null }[];
}

const selection = `{
  payout { id status amount { amount } tax { amount } net { amount } receiptDue receiptUrl review failure { code reason message } }
  userErrors { code reason field } }`;

async function ask(who: Person, call: string): Promise<Told> {
  const answer = await gateway.query<Record<string, Told>>(`mutation { it: ${call} ${selection} }`, {}, who);
  if (!answer.data?.it) throw new Error(JSON.stringify(answer.errors));
  return answer.data.it;
}

const request = (who: Person, amount?: string, key: string = randomUUID()): Promise<Told> =>
  ask(
    who,
    `requestPayout(input: { ${amount ? `amount: { amount: "${amount}", currency: "RUB" }` : ''} idempotencyKey: "${key}" })`,
  );

const setMethod = (who: Person, { bic, accountNumber } = aRussianAccount()) =>
  gateway.query<{ setPayoutMethod: { monetization?: { payoutMethod: object }; userErrors: { field: string[] }[] } }>(
    `mutation ($input: SetPayoutMethodInput!) { setPayoutMethod(input: $input) {
       monetization { payoutMethod { kind maskedAccount bankName } } userErrors { code field } } }`,
    { input: { bic, accountNumber } },
    who,
  );

describe('a payout', () => {
  it('goes from the creator’s request by two operators to the bank, is receipted, and comes back', async () => {
    const account = aRussianAccount();
    const method = await setMethod(creator, account);
    expect(method.data?.setPayoutMethod.monetization?.payoutMethod).toEqual({
      ...{ kind: 'RU_ACCOUNT', maskedAccount: `•••• ${account.accountNumber.slice(-4)}`, bankName: 'Sberbank' },
    });

    const { payout } = await request(creator, '1000.00');
    expect(payout).toMatchObject({ status: 'REQUESTED', review: ['first_payout'], net: { amount: '1000.00' } });
    const id = payout!.id;
    expect((await ask(operators[0], `approvePayout(payoutId: "${id}")`)).payout?.status).toBe('REQUESTED');
    expect((await ask(operators[0], `approvePayout(payoutId: "${id}")`)).payout?.status).toBe('REQUESTED');
    expect((await ask(operators[1], `approvePayout(payoutId: "${id}")`)).payout?.status).toBe('APPROVED');

    const batch = await gateway.query<{ createPayoutBatch: { id: string } }>(
      `mutation { createPayoutBatch(idempotencyKey: "${randomUUID()}") { id status payouts total { amount } pain001Url } }`,
      {},
      operators[0],
    );
    expect(batch.data?.createPayoutBatch).toMatchObject({
      ...{ status: 'CREATED', payouts: 1, total: { amount: '1000.00' }, pain001Url: null },
    });
    const batchGlobalId = batch.data!.createPayoutBatch.id;
    const approve = `mutation { approvePayoutBatch(batchId: "${batchGlobalId}") { status approvedBy { handle } } }`;
    await gateway.query(approve, {}, operators[0]);
    const sent = await gateway.query<{ approvePayoutBatch: { status: string; approvedBy: object[] } }>(
      approve,
      {},
      operators[1],
    );
    expect(sent.data?.approvePayoutBatch.status).toBe('SENT');
    expect(sent.data?.approvePayoutBatch.approvedBy).toHaveLength(2);

    const batchId = fromGlobalId('payoutBatch', batchGlobalId)!;
    await gateway.app.get(PayoutFiles).write(batchId);
    const files = await gateway.query<{ node: { pain001Url: string; exchange1cUrl: string } }>(
      `{ node(id: "${batchGlobalId}") { ... on PayoutBatch { pain001Url exchange1cUrl } } }`,
      {},
      operators[0],
    );
    const pain001 = await (await fetch(files.data!.node.pain001Url)).text();
    expect(pain001).toContain(`<EndToEndId>${id.slice(4)}</EndToEndId>`);
    expect(pain001).toContain(account.accountNumber);
    const exchange1c = await (await fetch(files.data!.node.exchange1cUrl)).arrayBuffer();
    expect(new TextDecoder('windows-1251').decode(exchange1c)).toContain(`ПолучательСчет=${account.accountNumber}\r\n`);

    const view = { id: fromGlobalId('payout', id)!, net: parseMoney('1000.00', currency('RUB')) };
    const bank = gateway.app.get(BankFiles);
    await bank.import({ content: aPain002(batchId, [{ payout: view }]), by: null, source: 'test' });
    const blocked = await request(creator, '500.00');
    expect(blocked.userErrors).toMatchObject([{ code: 'INVALID_STATE', reason: 'receipt_missing' }]);

    const inn = /<Id>(\d{12})<\/Id>/.exec(pain001)![1]!;
    const receipt = `https://lknpd.nalog.ru/api/v1/receipt/${inn}/200a1b2c3d/print`;
    const receipted = await ask(creator, `attachReceipt(payoutId: "${id}", url: "${receipt}")`);
    expect(receipted.payout).toMatchObject({ status: 'PAID', receiptUrl: receipt });
    await bank.import({ content: aCamt054([{ payout: view }]), by: null, source: 'test' });

    const told = await gateway.query<{ me: { monetization: { payouts: { edges: { node: object }[] } } } }>(
      `{ me { monetization { taxProfile { status inn verifiedAt } payouts { edges { node {
           id status receiptToCancel failure { reason } } } } } } }`,
      {},
      creator,
    );
    expect(told.data?.me.monetization).toMatchObject({
      taxProfile: { status: 'SELF_EMPLOYED', inn },
      payouts: {
        edges: [
          { node: { id, status: 'RETURNED', receiptToCancel: true, failure: { reason: 'payout_account_closed' } } },
        ],
      },
    });
    expect((await request(creator, '500.00')).userErrors).toMatchObject([{ reason: 'receipt_missing' }]);
    expect((await ask(creator, `cancelReceipt(payoutId: "${id}")`)).userErrors).toEqual([]);
    expect((await request(creator, '500.00')).payout?.status).toBe('REQUESTED');
  });

  it('is seen by its creator and by operators only', async () => {
    const someone = await aCreator('1000.00');
    await setMethod(someone);
    const { payout } = await request(someone);
    const look = async (who: Person) =>
      (await gateway.query<{ node: object | null }>(`{ node(id: "${payout!.id}") { id } }`, {}, who)).data?.node;

    expect(await look(someone)).toEqual({ id: payout!.id });
    expect(await look(operators[0])).toEqual({ id: payout!.id });
    expect(await look(creator)).toBeNull();
    expect(
      (await ask(creator, `attachReceipt(payoutId: "${payout!.id}", url: "https://example.com/")`)).userErrors,
    ).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe('what cannot be paid', () => {
  it.each([
    ['049805746', '40602810800000000025', 'accountNumber'],
    ['049805746', '4060281070000000002', 'accountNumber'],
    ['04980574', '40602810700000000025', 'bic'],
    ['DEUTDEFF', 'DE89370400440532013001', 'accountNumber'],
    ["'; drop table payouts; --", '40602810700000000025', 'bic'],
  ])('is paid to no account that its bank cannot have: %s %s', async (bic, accountNumber, field) => {
    const { data } = await setMethod(creator, { bic, accountNumber });
    expect(data?.setPayoutMethod.userErrors).toEqual([{ code: 'INVALID_INPUT', field: [field] }]);
  });

  it('is more than there is, less than the threshold, another currency, or negative', async () => {
    const someone = await aCreator('1000.00');
    await setMethod(someone);
    const refused = async (amount: string) => (await request(someone, amount)).userErrors[0]?.reason;

    expect(await refused('1000.01')).toBe('insufficient_funds');
    expect(await refused('499.99')).toBe('below_payout_threshold');
    expect(await refused('-1000.00')).toBe('below_payout_threshold');
    const inDollars = 'requestPayout(input: { amount: { amount: "500", currency: "USD" } idempotencyKey: "usd" })';
    expect((await ask(someone, inDollars)).userErrors[0]?.reason).toBe('payout_currency_unsupported');
  });

  it('is asked for once under a key: the same again is the same payout, another amount is refused', async () => {
    const someone = await aCreator('5000.00');
    await setMethod(someone);
    const [first, second] = await Promise.all([request(someone, '600.00', 'k'), request(someone, '600.00', 'k')]);

    expect(second.payout?.id).toBe(first.payout?.id);
    expect((await request(someone, '700.00', 'k')).userErrors[0]?.code).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('is held by an operator, and free again when the hold is lifted', async () => {
    const someone = await aCreator('1000.00');
    await setMethod(someone);
    const account = toGlobalId('account', someone.accountId);
    const hold = (name: string) =>
      gateway.query(`mutation { ${name}(accountId: "${account}") { held userErrors { code } } }`, {}, operators[0]);

    await hold('holdPayouts');
    expect((await request(someone)).userErrors[0]?.reason).toBe('payouts_held');
    await hold('liftPayoutHold');
    expect((await request(someone)).payout?.status).toBe('REQUESTED');
  });

  it('is nobody’s whose tax status the tax service denies', async () => {
    const someone = await aCreator('1000.00');
    await setMethod(someone);
    const { data } = await gateway.query<{ me: { monetization: { taxProfile: { inn: string } } } }>(
      '{ me { monetization { taxProfile { inn } } } }',
      {},
      someone,
    );
    taxService.denied.add(data!.me.monetization.taxProfile.inn);
    expect((await request(someone)).userErrors[0]?.reason).toBe('tax_status_lost');
  });

  it('is refused by an operator with a reason that its creator reads, and is available again', async () => {
    const someone = await aCreator('1000.00');
    await setMethod(someone);
    const { payout } = await request(someone);
    const input = `{ payoutId: "${payout!.id}", reason: "The name differs." }`;
    const refused = await ask(operators[0], `rejectPayout(input: ${input})`);

    expect(refused.payout).toMatchObject({
      ...{ status: 'REJECTED', failure: { reason: 'payout_rejected', message: 'The name differs.' } },
    });
    expect((await request(someone)).payout?.status).toBe('REQUESTED');
    expect((await ask(operators[0], `approvePayout(payoutId: "${payout!.id}")`)).userErrors).toMatchObject([
      { code: 'INVALID_STATE', reason: 'payout_status' },
    ]);
  });

  it('is no batch when nothing can go', async () => {
    const { errors } = await gateway.query(
      `mutation { createPayoutBatch(idempotencyKey: "${randomUUID()}") { id } }`,
      {},
      operators[0],
    );
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_STATE', reason: 'no_payouts_to_send' } }]);
  });
});

describe('a bank’s file over the integration API', () => {
  it('is taken in when it is signed by whoever may bring it; what is wrong with it is a problem', async () => {
    const { signingSecret: secret } = await anIntegration(gateway, ['bank-files:write']);
    const url = integrationUrl(gateway, '/bank-files');
    const headers = { 'content-type': 'application/xml' };
    const unknown = { payout: { id: newId<'payout'>(), net: parseMoney('1.00', currency('RUB')) } };

    const passed = aCamt054([{ ...unknown, direction: 'DBIT' }], { id: 'passed' });
    expect(await deliver(url, { secret, body: passed, headers })).toMatchObject({
      ...{ status: 200, answer: { kind: 'camt.054', messageId: 'passed', passed: 1 } },
    });
    expect(await deliver(url, { secret, body: aCamt054([unknown]), headers })).toMatchObject({
      ...{ status: 404, answer: { type: 'urn:moments:problem:bank_file_unknown_payment' } },
    });
    const external = '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]><b>&a;</b>';
    expect(await deliver(url, { secret, body: external, headers })).toMatchObject({
      ...{ status: 400, answer: { type: 'urn:moments:problem:bank_file_invalid' } },
    });
    const { signingSecret: other } = await anIntegration(gateway, ['deposits:write']);
    expect(await deliver(url, { secret: other, body: passed, headers })).toMatchObject({ status: 403 });
  });
});

// The last one: once the tax service has not answered it is left alone for half a minute.
it('a payout is nobody’s whose tax status the tax service does not tell', async () => {
  const someone = await aCreator('1000.00');
  await setMethod(someone);
  taxService.away = true;
  expect((await request(someone)).userErrors[0]?.reason).toBe('tax_service_away');
  taxService.away = false;
});
