import { DomainError } from '@moments/kernel';
import { ConfigError } from '@moments/platform';
import { createInterface } from 'node:readline';
import { UsageError } from './command.js';
import { commands } from './commands.js';
import { readConfig } from './config.js';
import { asksForHelp, findCommand, helpFor, listing, overview, unknown } from './help.js';
import { unreachable } from './unreachable.js';

const say = (lines: readonly string[]): void => console.log(lines.join('\n'));
const complain = (lines: readonly string[]): void => console.error(lines.join('\n'));

/** Exit codes: 0 done, 1 a finding or a refusal, 2 wrong usage, 3 a server that does not answer. */
async function run(words: readonly string[]): Promise<number> {
  const found = findCommand(commands, words);
  if (!found) return help(words);
  const { command, args } = found;
  if (asksForHelp(args)) {
    say(helpFor(command));
    return 0;
  }
  try {
    return await command.run(args, readConfig());
  } catch (error) {
    if (error instanceof UsageError) {
      complain([`${command.name}: ${error.message}`, ...helpFor(command)]);
      return 2;
    }
    if (error instanceof DomainError || error instanceof ConfigError) {
      complain([error.message]);
      return 1;
    }
    const away = unreachable(error);
    if (away === undefined) throw error;
    complain([away]);
    return 3;
  }
}

function help(words: readonly string[]): number {
  const [first, ...rest] = words.filter((word) => word !== '--help' && word !== '-h');
  const topic = first === 'help' ? rest[0] : first;
  if (topic === undefined) {
    say(overview(commands));
    return 0;
  }
  const asked = first === 'help' || asksForHelp(words);
  const about = asked ? findCommand(commands, first === 'help' ? rest : [topic, ...rest]) : undefined;
  const lines = about ? helpFor(about.command) : asked ? listing(commands, topic) : [];
  if (lines.length === 0) {
    complain(unknown(commands, first === 'help' ? rest : words));
    return 2;
  }
  say(lines);
  return 0;
}

/** Runs commands as they are said on the standard input, a JSON array of words a line; after each a line with its exit code. */
async function runAll(): Promise<number> {
  let worst = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    const code = await run(JSON.parse(line) as string[]);
    console.log(JSON.stringify({ exitCode: code }));
    worst = Math.max(worst, code);
  }
  return worst;
}

const [first, ...others] = process.argv.slice(2);
process.exitCode = first === 'batch' && others.length === 0 ? await runAll() : await run(process.argv.slice(2));
