import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../tools/stack/paths.js';
import { CommandLine } from '../support/cli.js';

let operator: CommandLine;
beforeAll(async () => {
  operator = await CommandLine.open();
});
afterAll(() => operator.close());

/** The names of all settings that anything of the product defines. */
async function definedInSources(): Promise<string[]> {
  const folders = ['libs', 'apps'].map((folder) => join(root, folder));
  const files = await Promise.all(
    folders.map(async (folder) => (await readdir(folder, { recursive: true })).map((file) => join(folder, file))),
  );
  const sources = files.flat().filter((file) => /(?<!spec)\.ts$/.test(file));
  const texts = await Promise.all(sources.map((file) => readFile(file, 'utf8')));
  return texts.flatMap((text) =>
    [...text.matchAll(/defineSetting\(\{\s*name: '([^']+)'/g)].map(([, name = '']) => name),
  );
}

it('operators can see every setting that there is, and change those that only other processes read', async () => {
  const defined = await definedInSources();
  const listed = (await operator.run('settings', 'list')).out.trim().split('\n');
  expect(listed.map((line) => line.split(' ')[0]).toSorted()).toEqual(defined.toSorted());

  const line = listed.find((candidate) => candidate.startsWith('webhooks.delivery '))!;
  const changed = line.slice(line.indexOf('{')).replace('"attempts":5', '"attempts":6');
  const set = await operator.run('settings', 'set', 'webhooks.delivery', changed);
  expect(set).toMatchObject({ code: 0, out: 'webhooks.delivery is at version 1\n' });
});
