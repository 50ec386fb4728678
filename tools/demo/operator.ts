import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { compiled } from '../stack/paths.js';

/** Types commands as an operator does, all into one `cli batch`: starting the command line takes longer than most commands. */
export class Operator {
  private child?: ChildProcess;
  private answers?: AsyncIterator<string>;
  private turn: Promise<unknown> = Promise.resolve();

  /** Runs a command after those before it; gives what it printed. Throws with the same when it fails. */
  type(...words: readonly string[]): Promise<string> {
    const typed = this.turn.then(() => this.run(words));
    this.turn = typed.catch(() => undefined);
    return typed;
  }

  end(): void {
    this.child?.stdin?.end();
  }

  private async run(words: readonly string[]): Promise<string> {
    const [child, answers] = this.start();
    child.stdin?.write(`${JSON.stringify(words)}\n`);
    const printed: string[] = [];
    for (;;) {
      const answer = await answers.next();
      if (answer.done) throw new Error(`${words.join(' ')}: the command line has ended\n${printed.join('\n')}`);
      const code = /^\{"exitCode":(\d+)\}$/.exec(answer.value)?.[1];
      if (code === undefined) printed.push(answer.value);
      else if (code === '0') return printed.join('\n');
      else throw new Error(`${words.join(' ')} ended with ${code}\n${printed.join('\n')}`);
    }
  }

  private start(): [ChildProcess, AsyncIterator<string>] {
    const child = (this.child ??= spawn(process.execPath, [compiled('apps/cli/src/main'), 'batch'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    }));
    if (!child.stdout) throw new Error('the command line cannot be heard');
    const answers = (this.answers ??= createInterface({ input: child.stdout })[Symbol.asyncIterator]());
    return [child, answers];
  }
}
