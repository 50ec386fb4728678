import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IntegrationsService } from '@moments/identity';
import { execute, rows, Sealing, Settings } from '@moments/platform';
import { randomBytes } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { integrationUrl } from '../support/integration.js';
import { deliver, type Delivery } from '../support/webhook.js';

let gateway: TestGateway;
let integrations: IntegrationsService;

beforeAll(async () => {
  gateway = await startGateway({ env: { TRUSTED_PROXIES: '1' } });
  integrations = gateway.app.get(IntegrationsService);
});
afterAll(() => gateway.close());

// Each test below that is about failing calls from its own network.
const from = (network: number) => ({ 'x-forwarded-for': `203.0.${network}.7` });
let count = 0;
const anIntegration = async (scope = 'deposits:write') => {
  const name = `bank-${(count += 1)}`;
  return { name, ...(await integrations.create({ name, scopes: [scope] })) };
};
const tell = (secret: string, delivery: Partial<Delivery> = {}) =>
  deliver(integrationUrl(gateway, '/deposits'), {
    secret,
    body: {
      reference: `D-${randomBytes(6).toString('hex')}`,
      payee: 'nobody',
      amount: { amount: '1.00', currency: 'RUB' },
      receivedAt: '2026-01-31T12:00:00Z',
    },
    ...delivery,
  });
const problem = (reason: string) => ({ answer: { type: `urn:moments:problem:${reason}` } });

describe('a signed message', () => {
  it('is taken by the secret of an integration that may send it, and of no other', async () => {
    const { signingSecret } = await anIntegration();
    expect(await tell(signingSecret)).toMatchObject({ status: 200 });
    const another = await anIntegration('catalogue:write');
    expect(await tell(another.signingSecret)).toMatchObject({ status: 403, ...problem('scope_missing') });
    const nobody = `whsec_${randomBytes(32).toString('base64')}`;
    expect(await tell(nobody)).toMatchObject({ status: 401, ...problem('signature_wrong') });
  });

  it('is taken by both secrets while one replaces the other, and then by the new one', async () => {
    const { name, signingSecret: before } = await anIntegration();
    const after = await integrations.rotateSecret(name);
    expect(await tell(before)).toMatchObject({ status: 200 });
    expect(await tell(after)).toMatchObject({ status: 200 });
    await gateway.app.get(Settings).set('identity.integrations', { overlapHours: 0 }, 'test');
    const last = await integrations.rotateSecret(name);
    expect(await tell(before)).toMatchObject({ status: 401 });
    expect(await tell(after)).toMatchObject({ status: 401 });
    expect(await tell(last)).toMatchObject({ status: 200 });
  });

  it('is taken no more from an integration that was shut out', async () => {
    const { name, signingSecret } = await anIntegration();
    await integrations.revoke(name);
    expect(await tell(signingSecret)).toMatchObject({ status: 401, ...problem('signature_wrong') });
  });

  it('that is stale, or lacks what it is signed with, is told so', async () => {
    const { signingSecret } = await anIntegration();
    const sentAt = new Date(Date.now() - 6 * 60_000);
    expect(await tell(signingSecret, { sentAt })).toMatchObject({ status: 401, ...problem('signature_stale') });
    const headers = { 'webhook-signature': '' };
    expect(await tell(signingSecret, { headers })).toMatchObject({ status: 401, ...problem('signature_missing') });
  });

  it('needs a signature even from who shows a key', async () => {
    const { apiKey } = await anIntegration();
    const answer = await fetch(integrationUrl(gateway, '/deposits'), {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(401);
  });
});

describe('a caller whom nobody knows', () => {
  const allow = (unknownPerAddress: number) =>
    gateway.app.get(Settings).set('gateway.integration', { windowSeconds: 60, unknownPerAddress }, 'test');
  const nobody = `whsec_${randomBytes(32).toString('base64')}`;

  it('is told to wait after so many calls of its address, whatever it sends then', async () => {
    await allow(3);
    const { signingSecret } = await anIntegration();
    const headers = from(1);
    for (let call = 0; call < 3; call += 1) expect(await tell(nobody, { headers })).toMatchObject({ status: 401 });
    const refused = { status: 429, ...problem('too_many_unknown_calls') };
    expect(await tell(nobody, { headers })).toMatchObject(refused);
    expect(await tell(signingSecret, { headers })).toMatchObject(refused);
    expect(await tell(signingSecret, { headers: from(2) })).toMatchObject({ status: 200 });
  });

  it('says in a header for how long', async () => {
    await allow(1);
    const shown = { method: 'PUT', headers: { ...from(3), authorization: 'Bearer mik_0_0' }, body: '' };
    await fetch(integrationUrl(gateway, '/products'), shown);
    const { status, headers } = await fetch(integrationUrl(gateway, '/products'), shown);
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('with wrong keys stops no signed messages of the same address', async () => {
    await allow(1);
    const { signingSecret } = await anIntegration();
    const shown = { method: 'PUT', headers: { ...from(4), authorization: 'Bearer mik_0_0' }, body: '' };
    for (let call = 0; call < 3; call += 1) await fetch(integrationUrl(gateway, '/products'), shown);
    expect(await tell(signingSecret, { headers: from(4) })).toMatchObject({ status: 200 });
  });

  it('is no integration: their good calls are not counted, one after the other', async () => {
    await allow(1);
    const { signingSecret, apiKey } = await anIntegration('catalogue:write');
    const key = { method: 'PUT', headers: { ...from(5), authorization: `Bearer ${apiKey}` }, body: '' };
    for (let call = 0; call < 3; call += 1) {
      expect(await tell(signingSecret, { headers: from(5) })).toMatchObject({ status: 403 });
      expect(await fetch(integrationUrl(gateway, '/products'), key)).toMatchObject({ status: 200 });
    }
  });
});

describe('a signing secret that no configured key opens', () => {
  it('harms nobody else, and is not called wrong to its owner', async () => {
    const [good, lost] = [await anIntegration(), await anIntegration()];
    const other = new Sealing({ sealKeys: [randomBytes(32)] });
    await gateway.database.transaction(async (tx) => {
      const [{ id }] = (await rows<{ id: string }>(tx, 'select id from integrations where name = $1', [lost.name])) as [
        { id: string },
      ];
      const sealed = other.seal({ content: Buffer.from(lost.signingSecret.slice(6), 'base64'), owner: id });
      await execute(tx, 'update integration_secrets set sealed = $2 where integration_id = $1', [id, sealed]);
    });
    await gateway.app.get(Settings).set('gateway.integration', { windowSeconds: 60, unknownPerAddress: 300 }, 'test');
    expect(await tell(good.signingSecret)).toMatchObject({ status: 200 });
    expect(await tell(lost.signingSecret)).toMatchObject({ status: 500, ...problem('internal') });
    expect(await tell(good.signingSecret, { headers: { 'webhook-signature': '' } })).toMatchObject({ status: 401 });
    await integrations.revoke(lost.name);
    expect(await tell(lost.signingSecret)).toMatchObject({ status: 401 });
  });
});
