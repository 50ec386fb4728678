import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { compiled } from '../../tools/stack/paths.js';

/** What a command came to. */
export interface CommandOutcome {
  code: number;
  out: string;
  errors: string;
}

/** Runs the operator's command line as built, in an environment of its own; `said` is its standard input. */
export async function runCli(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  said = '',
): Promise<CommandOutcome> {
  const child = spawn(process.execPath, [compiled('apps/cli/src/main'), ...args], {
    env: { ...env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(said);
  const closed = once(child, 'close') as Promise<[number]>;
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, out, errors };
}
