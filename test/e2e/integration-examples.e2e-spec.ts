import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../tools/stack/paths.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { anIntegration, integrationUrl } from '../support/integration.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

describe('an integrator', () => {
  it('tells of a deposit with the program that the pages show, and the same again gets the same answer', async () => {
    const { signingSecret } = await anIntegration(gateway, ['deposits:write']);
    const deposit = {
      reference: 'BANK-1',
      payee: 'somebody',
      amount: { amount: '1000.50', currency: 'RUB' },
      receivedAt: '2026-01-31T12:00:00Z',
    };
    const env = { ...process.env, MOMENTS_URL: integrationUrl(gateway, ''), MOMENTS_SECRET: signingSecret };
    const program = [join(root, 'docs/examples/tell.mjs'), '/deposits', JSON.stringify(deposit)];
    const tell = async () => (await promisify(execFile)(process.execPath, program, { env })).stdout;
    const first = await tell();
    expect(first).toMatch(/^200 \{"id":"dep_\w+","reference":"BANK-1","status":"suspense"/);
    expect(await tell()).toBe(first);
  });

  it('reads of every call on a page that loads nothing from elsewhere', async () => {
    const { status, headers } = await fetch(integrationUrl(gateway, '/docs'));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });
});
