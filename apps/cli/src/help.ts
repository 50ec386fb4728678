import type { Command } from './command.js';

type Told = Pick<Command, 'name' | 'usage' | 'summary' | 'details'>;

/** Which command the first words name, and what is left for it; `undefined` when they name none. */
export function findCommand<Known extends Pick<Command, 'name'>>(
  commands: readonly Known[],
  words: readonly string[],
): { command: Known; args: readonly string[] } | undefined {
  for (const command of commands) {
    const named = command.name.split(' ');
    // Word by word: what only begins like a command is a slip.
    if (named.every((word, place) => words[place] === word)) return { command, args: words.slice(named.length) };
  }
  return undefined;
}

/** Whether somebody asks what a command does instead of running it. */
export const asksForHelp = (args: readonly string[]): boolean =>
  args.some((word) => word === '--help' || word === '-h');

/** A line each; only those whose first word is `topic`, when one is named. */
export function listing(commands: readonly Told[], topic?: string): string[] {
  const shown = topic === undefined ? commands : commands.filter(({ name }) => name.split(' ')[0] === topic);
  const width = Math.max(0, ...shown.map((command) => usageOf(command).length));
  // What is longer than this stands on a line of its own, so that the others stay side by side.
  const column = Math.min(width, 36);
  return shown.flatMap((command) => {
    const usage = usageOf(command);
    if (usage.length <= column) return [`  ${usage.padEnd(column)}  ${command.summary}`];
    return [`  ${usage}`, `  ${' '.repeat(column)}  ${command.summary}`];
  });
}

/** All that is told of one command. */
export const helpFor = (command: Told): string[] => [
  `usage: cli ${usageOf(command)}`,
  '',
  `  ${command.summary}`,
  ...(command.details ?? []).map((line) => `  ${line}`),
];

/** What is said of words that name no command. */
export function unknown(commands: readonly Told[], words: readonly string[]): string[] {
  const [topic = ''] = words;
  const near = listing(commands, topic);
  const said = words.slice(0, 2).join(' ');
  if (near.length === 0) return [`There is no command "${topic}". Say "cli help" for all there are.`];
  return [
    words.length === 1 ? `"${topic}" takes another word:` : `There is no command "${said}", but there is:`,
    ...near,
  ];
}

/** The whole list, with what every command has in common. */
export const overview = (commands: readonly Told[]): string[] => [
  'usage: cli COMMAND …',
  '',
  ...listing(commands),
  '',
  '  cli COMMAND --help tells of one command, cli help WORD of all that begin with it (cli help views).',
  '  A DAY is like 2026-01-31 and one of Moscow. Ids are those of the API (mom_…, acc_…, prd_…).',
  '  Exit codes: 0 done, 1 a finding or a refusal, 2 wrong usage, 3 a server that does not answer.',
];

const usageOf = ({ name, usage }: Told): string => `${name} ${usage}`.trimEnd();
