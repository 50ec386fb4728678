import { describe, expect, it } from '@jest/globals';
import { checkWith } from './programs.js';

describe('a check by a program', () => {
  it('finds nothing when the program succeeds, whatever it prints', async () => {
    expect(await checkWith('prettier/bin/prettier.cjs', '--version')).toEqual([]);
  });

  it('finds what the program prints when it fails', async () => {
    const found = await checkWith('prettier/bin/prettier.cjs', '--check', 'no-such-file.ts');
    expect(found.join('\n')).toContain('no-such-file.ts');
  });

  it('finds something also when the program fails without a word', async () => {
    const found = await checkWith('prettier/bin/prettier.cjs', '--log-level', 'silent', '--check', 'no-such-file.ts');
    expect(found).toEqual([expect.stringContaining('failed silently')]);
  });
});
