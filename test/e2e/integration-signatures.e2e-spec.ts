import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IntegrationsService } from '@moments/identity';
import { Settings } from '@moments/platform';
import { randomBytes } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { integrationUrl } from '../support/integration.js';
import { deliver, type Delivery } from '../support/webhook.js';

let gateway: TestGateway;
let integrations: IntegrationsService;

beforeAll(async () => {
  gateway = await startGateway();
  integrations = gateway.app.get(IntegrationsService);
});
afterAll(() => gateway.close());

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
