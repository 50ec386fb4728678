import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../stack/paths.js';
import { type Imports, importsOf } from './imports.js';

/** What each lib of each level owns, the lowest level first. */
export type Levels = readonly Readonly<Record<string, string>>[];

/** The section of docs/ARCHITECTURE.md about levels, from the rules that hold them and the imports that there are. */
export async function levelsSection(): Promise<string> {
  const [{ levels }, libs, apps] = await Promise.all([
    import(pathToFileURL(join(root, '.dependency-cruiser.mjs')).href) as Promise<{ levels: Levels }>,
    importsOf('libs'),
    importsOf('apps'),
  ]);
  return describeLevels(levels, libs, apps);
}

/** Throws when the table names a lib that is not there. */
export function describeLevels(levels: Levels, libs: Imports, apps: Imports): string {
  const named = levels.flatMap((level) => Object.keys(level));
  const absent = named.filter((lib) => !libs.has(lib));
  if (absent.length > 0) throw new Error(`.dependency-cruiser.mjs has a level for ${absent.join(', ')}: no such lib`);
  return [ownership(levels), picture(levels, libs), composition(named, apps)].join('\n\n');
}

const ownership = (levels: Levels): string =>
  [
    '| level | lib | owns |',
    '| --- | --- | --- |',
    ...levels.flatMap((level, number) =>
      Object.entries(level).map(([lib, owns], index) => `| ${index === 0 ? number : ''} | ${lib} | ${owns} |`),
    ),
    `| ${levels.length} | apps | nothing: they compose; GraphQL lives only in the gateway |`,
  ].join('\n');

/** A Mermaid flowchart with a row a level. What a lib imports also by way of another one has no arrow of its own. */
function picture(levels: Levels, libs: Imports): string {
  const rows = levels.map((level) => Object.keys(level));
  const arrows = rows
    .toReversed()
    .flat()
    .flatMap((lib) => direct(lib, libs).map((imported) => ({ from: lib, to: imported })));
  return [
    '```mermaid',
    '%%{init: {"flowchart": {"rankSpacing": 70}}}%%',
    'flowchart TB',
    ...arrows.map(({ from, to }) => `  ${from} --> ${to}`),
    ...holds(rows, arrows).map(({ from, to }) => `  ${from} ~~~ ${to}`),
    '```',
  ].join('\n');
}

interface Arrow {
  from: string;
  to: string;
}

/** Mermaid makes rows by arrows: whoever has none to the next row, above or below, is held in its own by one that is not seen. */
function holds(rows: readonly (readonly string[])[], arrows: readonly Arrow[]): Arrow[] {
  return rows.slice(1).flatMap((row, index) => {
    const below = rows[index] ?? [];
    const between = arrows.filter(({ from, to }) => row.includes(from) && below.includes(to));
    const [above, beneath] = [row[0] ?? '', below[0] ?? ''];
    return [
      ...row.filter((lib) => !between.some(({ from }) => from === lib)).map((lib) => ({ from: lib, to: beneath })),
      ...below.filter((lib) => !between.some(({ to }) => to === lib)).map((lib) => ({ from: above, to: lib })),
    ];
  });
}

/** What a lib imports and reaches by no other of its imports, in alphabetical order. */
export function direct(lib: string, libs: Imports): string[] {
  const imported = [...(libs.get(lib) ?? [])];
  return imported.filter((one) => !imported.some((other) => other !== one && reaches(other, one, libs))).sort();
}

const reaches = (from: string, to: string, libs: Imports): boolean =>
  [...(libs.get(from) ?? [])].some((next) => next === to || reaches(next, to, libs));

function composition(named: readonly string[], apps: Imports): string {
  const rows = [...apps].sort().map(([app, imported]) => {
    const present = named.filter((lib) => imported.has(lib));
    const missing = named.filter((lib) => !imported.has(lib));
    if (missing.length === 0) return `| ${app} | all |`;
    return `| ${app} | ${missing.length < present.length ? `all but ${missing.join(', ')}` : present.join(', ')} |`;
  });
  return ['| app | imports |', '| --- | --- |', ...rows].join('\n');
}
