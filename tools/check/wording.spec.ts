import { describe, expect, it } from '@jest/globals';
import { wordingProblems } from './wording.js';

// Put together here, so that the check of the project's own text does not find them in this file.
const path = (...parts: string[]): string => ['', ...parts].join('/');
const host = ['registry', 'npmjs', 'org'].join('.');
const resolved = `"${['resol', 'ved'].join('')}": "https`;

describe('the wording of the project', () => {
  it.each([
    ['somebody’s home', `see ${path('home', 'ada', 'moments')}`, 'an absolute path of one machine'],
    ['the home of root', `see ${path('root', 'moments')}`, 'an absolute path of one machine'],
    ['a home on a Mac', `see ${path('Users', 'ada')}`, 'an absolute path of one machine'],
    ['a download address', resolved, 'a download address in the lockfile'],
    ['a registry', `from ${host}`, 'the host of a package registry'],
  ])('names the line with %s', (_, line, why) => {
    expect(wordingProblems('notes.md', `# Notes\n${line}\n`)).toEqual([`notes.md:2: ${why}`]);
  });

  it.each([
    ['a path inside the project', `libs${path('home', 'src')} and .${path('work', 'clip')}`],
    ['a path in an address', `https://example.com${path('home', 'ada')}`],
    ['the word by itself', 'what is resolved, and by which registry'],
    ['nothing', ''],
  ])('has nothing against %s', (_, line) => {
    expect(wordingProblems('notes.md', line)).toEqual([]);
  });
});
