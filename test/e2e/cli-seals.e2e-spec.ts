import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import { Sealing } from '@moments/platform';
import { randomBytes } from 'node:crypto';
import { CommandLine } from '../support/cli.js';

let operator: CommandLine;

const [older, newer] = [randomBytes(32), randomBytes(32)];
const [olderText, newerText] = [older.toString('base64'), newer.toString('base64')];
const [before, afterwards] = [new Sealing({ sealKeys: [older] }), new Sealing({ sealKeys: [newer] })];
const number = { bic: '044525225', digits: '40817810938160925982' };
const [methodId, endpointId] = [newId(), newId()];
const content = randomBytes(32);

beforeAll(async () => {
  operator = await CommandLine.open();
  await operator.runIn({ SEAL_KEY: olderText }, ['integration', 'create', 'shop', 'catalogue:write']);
  const hashes = before.fingerprints(`${number.bic} ${number.digits}`, 'payouts.account-number');
  await operator.client.query(
    `insert into payout_methods (id, account_id, kind, bic, sealed_number, number_hash, masked_account, bank_name, set_at)
     values ($1, $2, 'RU_ACCOUNT', $3, $4, $5, '…5982', 'a bank', now())`,
    [methodId, newId(), number.bic, before.seal({ content: Buffer.from(number.digits), owner: methodId }), hashes[0]],
  );
  const sealed = before.seal({ content, owner: endpointId });
  await operator.client.query(
    `insert into webhook_endpoints (id, seller_id, url, events, status, sealed, previous_sealed, previous_until,
       idempotency_key, input_hash, created_at)
     values ($1, $2, 'https://shop.example/', '{}', 'ACTIVE', $3, $3, now(), 'k', 'h', now())`,
    [endpointId, newId(), sealed],
  );
});
afterAll(() => operator.close());

const cli = (keys: Record<string, string>, ...args: string[]) => operator.runIn(keys, args);
const swapped = { SEAL_KEY: newerText, PREVIOUS_SEAL_KEYS: olderText };

it('takes one seal key for another: all that is sealed is sealed anew, and how equal numbers are told goes with it', async () => {
  expect(await cli({ SEAL_KEY: newerText }, 'seals', 'show')).toMatchObject({
    code: 1,
    out: expect.stringContaining('cannot be opened'),
  });
  expect((await cli(swapped, 'seals', 'show')).out.match(/PREVIOUS_SEAL_KEYS/g)).toHaveLength(4);
  expect(await cli(swapped, 'seals', 'renew')).toMatchObject({
    code: 0,
    out: expect.stringContaining('payout_methods.sealed_number: 1 sealed anew'),
  });
  expect((await cli(swapped, 'seals', 'renew')).out).not.toMatch(/[1-9] sealed anew/);
  expect(await cli({ SEAL_KEY: newerText }, 'seals', 'show')).toMatchObject({ code: 0 });

  const { rows } = await operator.client.query<{ sealed: Buffer; hash: Buffer }>(
    'select sealed_number as sealed, number_hash as hash from payout_methods',
  );
  expect(afterwards.open({ content: rows[0]!.sealed, owner: methodId }).toString()).toBe(number.digits);
  expect(rows[0]!.hash).toEqual(afterwards.fingerprints(`${number.bic} ${number.digits}`, 'payouts.account-number')[0]);
  const endpoints = await operator.client.query<Record<'sealed' | 'previous_sealed', Buffer>>(
    'select * from webhook_endpoints',
  );
  for (const column of ['sealed', 'previous_sealed'] as const) {
    expect(afterwards.open({ content: endpoints.rows[0]![column], owner: endpointId })).toEqual(content);
  }
});
