import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../support/cli.js';
import { createTestEnvironment } from '../support/stack.js';

// Each word of an operator starts a process of its own.
jest.setTimeout(120_000);

let env: Record<string, string>;
let drop: () => Promise<void>;
let folder: string;

beforeAll(async () => {
  ({ env, drop } = await createTestEnvironment());
  folder = await mkdtemp(join(tmpdir(), 'moments-cli-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await drop();
});

const sealKey = randomBytes(32).toString('base64');

/** Runs the operator's command line as built, on this file's own database. */
const cli = (...args: string[]) => runCli({ ...env, SEAL_KEY: sealKey }, ['integration', ...args]);

describe('operators', () => {
  it('let an integration in, change its key and secret, list it, and shut it out', async () => {
    const file = join(folder, 'shop.json');
    expect(await cli('create', 'shop', 'catalogue:write,deposits:write', file)).toMatchObject({ code: 0, out: '' });
    const { apiKey, signingSecret } = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    expect(apiKey).toMatch(/^mik_[0-9a-f]{12}_/);
    expect(signingSecret).toMatch(/^whsec_/);
    expect((await stat(file)).mode & 0o077).toBe(0);

    const rotated = JSON.parse((await cli('rotate-key', 'shop')).out) as { apiKey: string };
    expect(rotated.apiKey).not.toBe(apiKey);
    expect((await cli('rotate-secret', 'shop')).out).toContain('whsec_');
    const listed = await cli('list');
    expect(listed.out).toMatch(/^shop +catalogue:write,deposits:write +keys mik_\w+, mik_\w+ · secrets 2$/m);
    expect(listed.out).not.toContain(apiKey);
    expect((await cli('revoke', 'shop')).code).toBe(0);
    expect((await cli('list')).out).toMatch(/^shop .*revoked/m);
  });

  it('are told what is wrong', async () => {
    expect(await cli('create', 'shop')).toMatchObject({ code: 2 });
    expect(await cli('create', 'other', 'everything')).toMatchObject({ code: 1 });
    expect(await cli('revoke', 'nobody')).toMatchObject({ code: 1, errors: 'There is no such integration.\n' });
  });
});
