import { join } from 'node:path';
import { root } from '../stack/paths.js';
import { type Problems, unlike } from './problems.js';
import { checkWith } from './programs.js';

const folder = join(root, 'tools', 'check', 'violations', 'unused');

/** What knip has to say of the folder: a file, a package, an export, and names in the faces of a lib that nobody takes. */
const expected = [
  'libs/moments/src/forgotten.ts: libs/moments/src/forgotten.ts',
  'package.json: never-imported',
  'libs/moments/src/index.ts: left',
  'libs/moments/src/index.ts: LeftType',
  'libs/moments/src/moment.ts: lonely',
  'libs/moments/src/testing/index.ts: leftFactory',
];

/** Finds what nobody uses, and proves on a small tree that the same configuration can. */
export async function checkUnused(): Promise<Problems> {
  const knip = (...args: readonly string[]): Promise<Problems> =>
    checkWith('knip/bin/knip.js', '--config', join(root, 'knip.json'), '--reporter', 'compact', ...args);
  const violations = await knip('--directory', folder);
  return [...(await knip()), ...unlike(expected, violations, 'knip')];
}
