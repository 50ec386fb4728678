import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IntegrationsService } from '@moments/identity';
import { newId, toGlobalId } from '@moments/kernel';
import { addresses, LedgerQueries, LedgerService } from '@moments/ledger';
import { Database } from '@moments/platform';
import { aSeller } from '@moments/testing/catalog';
import { rub } from '@moments/testing/ledger';
import { randomBytes } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson } from '../support/person.js';
import { deliver, type Delivery } from '../support/webhook.js';

let gateway: TestGateway;
let url: string;
let database: Database;
let oldSecret: string;
let newSecret: string;

beforeAll(async () => {
  gateway = await startGateway();
  const integrations = gateway.app.get(IntegrationsService);
  oldSecret = (await integrations.create({ name: 'bank', scopes: ['deposits:write'] })).signingSecret;
  newSecret = await integrations.rotateSecret('bank');
  url = new URL('/integration/v1/deposits', gateway.url).href;
  ({ database } = gateway);
});
afterAll(() => gateway.close());

const aDeposit = (change: Record<string, unknown> = {}) => ({
  reference: `D-${randomBytes(6).toString('hex')}`,
  payee: toGlobalId('account', newId()),
  amount: { amount: '1000.00', currency: 'RUB' },
  receivedAt: '2026-01-31T12:00:00Z',
  details: 'Top-up',
  ...change,
});

const tell = (body: unknown, delivery: Partial<Delivery> = {}) =>
  deliver(url, { secret: newSecret, body, ...delivery });

const balanceOf = async (address: ReturnType<typeof addresses.accountWallet>) =>
  (await gateway.app.get(LedgerQueries).balances([{ address, currency: rub('0').currency }]))[0]!.balance.minor;
const inSuspense = () => balanceOf(addresses.suspense);

describe('a deposit', () => {
  it('goes to the wallet of the account or seller that it names', async () => {
    const { accountId } = await aPerson(gateway);
    const sellerId = await aSeller({ database });
    const told = aDeposit({ payee: toGlobalId('account', accountId) });
    expect(await tell(told)).toMatchObject({
      status: 200,
      answer: {
        id: expect.stringMatching(/^dep_/),
        reference: told.reference,
        status: 'credited',
        amount: { amount: '1000.00', currency: 'RUB' },
      },
    });
    expect(await tell(aDeposit({ payee: toGlobalId('seller', sellerId) }))).toMatchObject({
      answer: { status: 'credited' },
    });
    expect(await balanceOf(addresses.accountWallet(accountId))).toBe(100_000n);
    expect(await balanceOf(addresses.sellerWallet(sellerId))).toBe(100_000n);
  });

  it('told again is answered as the first time, and posted once, by however many at once', async () => {
    const { accountId } = await aPerson(gateway);
    const told = aDeposit({ payee: toGlobalId('account', accountId) });
    const first = await tell(told, { id: `again-${accountId}` });
    const again = await Promise.all([
      tell(told, { id: `again-${accountId}` }),
      tell(told),
      tell({ ...told, receivedAt: '2026-01-31T15:00:00+03:00' }),
      tell(told, { secret: oldSecret }),
    ]);
    for (const repeated of again) expect(repeated).toEqual(first);
    expect(await balanceOf(addresses.accountWallet(accountId))).toBe(100_000n);
  });

  it('told at the same time by several is posted once', async () => {
    const { accountId } = await aPerson(gateway);
    const told = aDeposit({ payee: toGlobalId('account', accountId) });
    const answers = await Promise.all(Array.from({ length: 8 }, () => tell(told)));
    expect(new Set(answers.map(({ answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await balanceOf(addresses.accountWallet(accountId))).toBe(100_000n);
  });

  it.each([
    ['amount', { amount: '1000.01', currency: 'RUB' }],
    ['amount', { amount: '1000.00', currency: 'USD' }],
    ['payee', 'somebody else'],
    ['details', 'Another'],
    ['receivedAt', '2026-01-31T12:00:01Z'],
  ])('told again with another %s is a conflict, and nothing is posted', async (field, value) => {
    const told = aDeposit();
    const before = await inSuspense();
    await tell(told);
    expect(await tell({ ...told, [field]: value })).toMatchObject({
      status: 409,
      type: expect.stringContaining('application/problem+json'),
      answer: { type: 'urn:moments:problem:deposit_differs', status: 409, errors: [{ pointer: '#/reference' }] },
    });
    expect(await inSuspense()).toBe(before + 100_000n);
  });

  it('cannot be told by a message that has told of another one', async () => {
    const id = `msg-${newId()}`;
    await tell(aDeposit(), { id });
    const before = await inSuspense();
    expect(await tell(aDeposit(), { id })).toMatchObject({
      status: 422,
      answer: { type: 'urn:moments:problem:delivery_reused' },
    });
    expect(await inSuspense()).toBe(before);
  });
});

describe('two banks', () => {
  it('may number their messages alike', async () => {
    const secret = await gateway.app
      .get(IntegrationsService)
      .create({ name: 'another-bank', scopes: ['deposits:write'] })
      .then(({ signingSecret }) => signingSecret);
    const before = await inSuspense();
    expect(await tell(aDeposit(), { id: 'msg-1' })).toMatchObject({ status: 200 });
    expect(await tell(aDeposit(), { id: 'msg-1', secret })).toMatchObject({ status: 200 });
    expect(await inSuspense()).toBe(before + 200_000n);
  });
});

describe('a deposit for nobody', () => {
  it.each([
    ['an account that never was', () => toGlobalId('account', newId())],
    ['a seller that never was', () => toGlobalId('seller', newId())],
    ['no id at all', () => "Anna's shop"],
    ['nobody', () => null],
  ])('waits in suspense: for %s', async (_, payee) => {
    const before = await inSuspense();
    expect(await tell(aDeposit({ payee: payee() }))).toMatchObject({ status: 200, answer: { status: 'suspense' } });
    expect(await inSuspense()).toBe(before + 100_000n);
  });

  it('waits in suspense: for an account that is gone', async () => {
    const { accountId, token } = await aPerson(gateway);
    await database.pool.query('update profiles set erased_at = now() where id = $1', [accountId]);
    const before = await inSuspense();
    expect(await tell(aDeposit({ payee: toGlobalId('account', accountId) }))).toMatchObject({
      answer: { status: 'suspense' },
    });
    expect(await inSuspense()).toBe(before + 100_000n);
    expect(token).not.toBe('');
  });

  it('waits in suspense: for a seller that sells no longer', async () => {
    const sellerId = await aSeller({ database });
    await database.pool.query('update sellers set deleted_at = now() where id = $1', [sellerId]);
    const before = await inSuspense();
    expect(await tell(aDeposit({ payee: toGlobalId('seller', sellerId) }))).toMatchObject({
      answer: { status: 'suspense' },
    });
    expect(await inSuspense()).toBe(before + 100_000n);
  });

  it('waits in suspense: for a wallet that is closed', async () => {
    const sellerId = await aSeller({ database });
    const wallet = addresses.sellerWallet(sellerId);
    const postings = [{ from: addresses.bank, to: wallet, amount: rub('1.00') }];
    const posted = await gateway.app
      .get(LedgerService)
      .postAlone({ key: `opens:${sellerId}`, kind: 'deposit', reference: 'test', postings });
    await database.transaction(async (tx) => {
      const ledger = gateway.app.get(LedgerService);
      const undo = { entryId: posted.id, key: `empties:${sellerId}`, kind: 'reversal', reference: 'test' };
      await ledger.reverse(tx, undo);
      await ledger.close(tx, wallet);
    });
    const before = await inSuspense();
    const told = aDeposit({ payee: toGlobalId('seller', sellerId) });
    const first = await tell(told);
    expect(first).toMatchObject({ status: 200, answer: { status: 'suspense' } });
    expect(await tell(told)).toEqual(first);
    expect(await inSuspense()).toBe(before + 100_000n);
  });
});

describe('what is no deposit', () => {
  it.each([
    ['zero', '0.00', 'RUB', '#/amount/amount'],
    ['negative', '-1.00', 'RUB', '#/amount/amount'],
    ['fractional minor unit', '0.001', 'RUB', '#/amount/amount'],
    ['19 digits', '12345678901234567.89', 'RUB', '#/amount/amount'],
    ['unknown currency', '1.00', 'XXX', '#/amount/currency'],
  ])('is refused with the field and the reason: %s', async (_, amount, currency, pointer) => {
    expect(await tell(aDeposit({ amount: { amount, currency } }))).toMatchObject({
      status: 400,
      type: expect.stringContaining('application/problem+json'),
      answer: {
        type: 'urn:moments:problem:invalid_input',
        status: 400,
        code: 'INVALID_INPUT',
        errors: [{ pointer, detail: expect.any(String) }],
      },
    });
  });

  it.each([
    ['no JSON', '{"reference":'],
    ['nothing', ''],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['a list', '[]'],
  ])('is refused: %s', async (_, body) => {
    expect(await tell(body)).toMatchObject({ status: 400, answer: { status: 400 } });
  });

  it('is refused beyond 64 KiB, and taken up to there', async () => {
    const padded = (bytes: number) => {
      const json = JSON.stringify(aDeposit());
      return json + ' '.repeat(bytes - json.length);
    };
    expect(await tell(padded(64 * 1024))).toMatchObject({ status: 200 });
    expect(await tell(padded(64 * 1024 + 1))).toMatchObject({
      status: 413,
      answer: { type: 'urn:moments:problem:body_too_large', status: 413 },
    });
  });

  it('leaves no way in without a signature, by a wrong one or a stale one', async () => {
    const told = aDeposit();
    const before = await inSuspense();
    const unsigned = await fetch(url, { method: 'POST', body: JSON.stringify(told) });
    expect(unsigned.status).toBe(401);
    expect(await unsigned.json()).toMatchObject({ type: 'urn:moments:problem:signature_missing' });
    const wrong = { secret: `whsec_${randomBytes(32).toString('base64')}` };
    expect(await tell(told, wrong)).toMatchObject({
      status: 401,
      answer: { type: 'urn:moments:problem:signature_wrong' },
    });
    expect(await tell(told, { sentAt: new Date(Date.now() - 310_000) })).toMatchObject({
      status: 401,
      answer: { type: 'urn:moments:problem:signature_stale' },
    });
    expect(await tell(told, { sentAt: new Date(Date.now() + 330_000) })).toMatchObject({ status: 401 });
    expect(await inSuspense()).toBe(before);
    expect(await tell(told)).toMatchObject({ status: 200 });
  });

  it.each([
    ['GET', ''],
    ['PUT', ''],
    ['DELETE', ''],
    ['POST', '/'],
    ['POST', '/../nothing'],
  ])('has no door for %s of /deposits%s, and says so as it says everything', async (method, path) => {
    const answer = await fetch(`${url}${path}`, { method });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ type: 'urn:moments:problem:no_such_call', status: 404 });
  });

  it('has no door for HEAD', async () => {
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(404);
  });

  it('leaves the bodies of GraphQL as they were', async () => {
    const { status, data } = await gateway.query('{ __typename }');
    expect({ status, data }).toEqual({ status: 200, data: { __typename: 'Query' } });
    const text = await fetch(gateway.url, { method: 'POST', headers: { 'content-type': 'text/x' }, body: '{}' });
    expect(text.status).toBeGreaterThanOrEqual(400);
  });
});
