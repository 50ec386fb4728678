import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { root } from '../stack/paths.js';
import { problem, type Problems, unlike } from './problems.js';
import { projectFiles } from './project-files.js';

const violations = 'tools/check/violations/links';

/** What is wrong with the page in the folder of violations. */
const expected = [
  'README.md: there is no nowhere.md',
  'README.md: there is no page.md#left-out',
  'README.md: there is no #gone',
  'README.md: there is no docs/nowhere.md',
];

/** What a page may lead to. */
export interface Tree {
  has: (path: string) => boolean;
  read: (path: string) => string;
}

/** Finds links of the documents that lead nowhere, and proves on a small page that it can. */
export async function checkLinks(): Promise<Problems> {
  const project = treeIn(root);
  const pages = (await projectFiles('*.md')).filter((page) => !page.startsWith(violations) && project.has(page));
  const found = pages.flatMap((page) => linkProblems(page, project));
  return [
    ...found,
    ...unlike(expected, linkProblems('README.md', treeIn(join(root, violations))), 'the check of links'),
  ];
}

const treeIn = (folder: string): Tree => ({
  has: (path) => existsSync(join(folder, path)),
  read: (path) => readFileSync(join(folder, path), 'utf8'),
});

/** The links of a page to files and headings that are not there, and the paths of the project that it names in vain. */
export function linkProblems(page: string, tree: Tree): Problems {
  const text = withoutBlocks(tree.read(page));
  const links = [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(link, page, tree));
  // As they are written in running text: `libs/kernel`, `test/e2e/blocks.e2e-spec.ts`.
  const paths = [...text.matchAll(/`((?:apps|deploy|docs|libs|migrations|scripts|test|tools)\/[\w./-]+)`/g)];
  const missing = paths.map(([, path = '']) => path).filter((path) => !tree.has(path));
  return [...broken, ...missing].map((target) => problem(`${page}: there is no ${target}`));
}

function leadsSomewhere(link: string, page: string, tree: Tree): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? page : normalize(join(dirname(page), path));
  if (!tree.has(target)) return false;
  return heading === undefined || anchorsOf(tree.read(target)).has(heading);
}

/** The names that GitHub gives to the headings of a page. */
const anchorsOf = (text: string): Set<string> =>
  new Set(
    [...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

const withoutBlocks = (text: string): string => text.replace(/^```.*?^```/gms, '');
