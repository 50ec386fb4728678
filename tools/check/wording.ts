import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../stack/paths.js';
import { problem, type Problems } from './problems.js';
import { projectFiles } from './project-files.js';

const rules = [
  // Spelled in two halves, so that this file does not find itself.
  { pattern: /(?<![\w.])\/(home|root|Users|work)\/[a-z]/, why: 'an absolute path of one machine' },
  { pattern: new RegExp(['"resol', 'ved": '].join('')), why: 'a download address in the lockfile' },
  { pattern: new RegExp(['registry', 'npmjs'].join('[.]')), why: 'the host of a package registry' },
];

/** The text in the project speaks of the product alone. */
export async function checkWording(): Promise<Problems> {
  const files = (await projectFiles()).filter((file) => !/\.(png|jpe?g|webp|avif|mp4|heic|bin)$/.test(file));
  const found = await Promise.all(
    files.map(async (file) => wordingProblems(file, await readFile(join(root, file), 'utf8').catch(() => ''))),
  );
  return found.flat();
}

/** Every line of a text that says what no text of the project may say. */
export const wordingProblems = (file: string, text: string): Problems =>
  text
    .split('\n')
    .flatMap((line, index) =>
      rules.filter(({ pattern }) => pattern.test(line)).map(({ why }) => problem(`${file}:${index + 1}: ${why}`)),
    );
