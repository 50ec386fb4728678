import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { compiled } from '../../tools/stack/paths.js';
import { createTestEnvironment } from '../support/stack.js';

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
async function cli(...args: string[]): Promise<{ code: number; out: string; errors: string }> {
  const child = spawn(process.execPath, [compiled('apps/cli/src/main'), 'integration', ...args], {
    env: { ...env, SEAL_KEY: sealKey, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close') as Promise<[number]>;
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, out, errors };
}

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
