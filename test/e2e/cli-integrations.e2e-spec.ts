import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { CommandLine } from '../support/cli.js';

let operator: CommandLine;
beforeAll(async () => {
  operator = await CommandLine.open();
});
afterAll(() => operator.close());

const sealKey = randomBytes(32).toString('base64');
const cli = (...args: string[]) => operator.runIn({ SEAL_KEY: sealKey }, ['integration', ...args]);

describe('operators', () => {
  it('let an integration in, change its key and secret, list it, and shut it out', async () => {
    const file = operator.path('shop.json');
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
