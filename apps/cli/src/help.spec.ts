import { describe, expect, it } from '@jest/globals';
import { findCommand, helpFor, listing, overview, unknown } from './help.js';

const commands = [
  { name: 'views day', usage: 'DAY', summary: 'what was watched', details: ['More of it.'] },
  { name: 'views judge', usage: 'DAY', summary: 'judges' },
  { name: 'recount', usage: '', summary: 'compares' },
];

describe('the words of an operator', () => {
  it('name the command that they begin with, and what is left is for it', () => {
    expect(findCommand(commands, ['views', 'day', '2026-01-31'])).toEqual({
      command: commands[0],
      args: ['2026-01-31'],
    });
    expect(findCommand(commands, ['recount'])).toEqual({ command: commands[2], args: [] });
  });

  it.each([[['views']], [['views', 'days']], [['recounts']], [[]], [['day']]])('name none by a slip: %j', (words) => {
    expect(findCommand(commands, words)).toBeUndefined();
  });

  it('that name none are answered by those that are near, or by where to look', () => {
    expect(unknown(commands, ['views', 'dya']).join('\n')).toMatch(/"views dya", but there is:\n {2}views day DAY/);
    expect(unknown(commands, ['views'])[0]).toBe('"views" takes another word:');
    expect(unknown(commands, ['vews'])).toEqual(['There is no command "vews". Say "cli help" for all there are.']);
  });
});

describe('what is told', () => {
  it('of all commands is a line each, and what they have in common', () => {
    expect(listing(commands)).toEqual([
      '  views day DAY    what was watched',
      '  views judge DAY  judges',
      '  recount          compares',
    ]);
    expect(overview(commands).join('\n')).toContain('Exit codes: 0 done');
  });

  it('of one topic is its commands alone', () => {
    expect(listing(commands, 'recount')).toEqual(['  recount  compares']);
    expect(listing(commands, 'rec')).toEqual([]);
  });

  it('of one command is how it is used and all that is to be known before', () => {
    expect(helpFor(commands[0]!)).toEqual(['usage: cli views day DAY', '', '  what was watched', '  More of it.']);
  });

  it('of a long usage stands on a line of its own', () => {
    const long = { name: 'fund open', usage: 'FUND FROM TO POOL RULES_FILE AND_MORE_WORDS', summary: 'sets aside' };
    expect(listing([long])).toEqual([`  fund open ${long.usage}`, `  ${' '.repeat(36)}  sets aside`]);
  });
});
