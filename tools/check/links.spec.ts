import { describe, expect, it } from '@jest/globals';
import { linkProblems, type Tree } from './links.js';

const pages: Readonly<Record<string, string>> = {
  'docs/words.md': '# Words\n\n## What’s a view, `said` once?\n',
  'libs/kernel': '',
};

const problemsOf = (text: string): readonly string[] => {
  const all = new Map([...Object.entries(pages), ['docs/page.md', text]]);
  const tree: Tree = { has: (path) => all.has(path), read: (path) => all.get(path) ?? '' };
  return linkProblems('docs/page.md', tree);
};

describe('the links of a page', () => {
  it.each([
    ['a page beside it', '[words](words.md)'],
    ['a heading, by the name that GitHub gives it', '[view](words.md#whats-a-view-said-once)'],
    ['a heading of its own', '# Here\n\n[here](#here)'],
    ['an address elsewhere', '[site](https://example.com/nothing#there)'],
    ['a path of the project', 'in `libs/kernel`'],
    ['anything in a block of code', '```\n[none](none.md) `libs/none`\n```'],
  ])('may lead to %s', (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ['a page', '[none](none.md)', 'none.md'],
    ['a page, from another folder', '[words](docs/words.md)', 'docs/words.md'],
    ['a heading', '[none](words.md#none)', 'words.md#none'],
    ['a heading of its own', '[none](#none)', '#none'],
    ['a path of the project', 'in `libs/none`', 'libs/none'],
  ])('are a problem when there is no such thing: %s', (_, text, missing) => {
    expect(problemsOf(text)).toEqual([`docs/page.md: there is no ${missing}`]);
  });
});
