import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { compiled } from '../../tools/stack/paths.js';
import { createTestEnvironment } from './stack.js';

/** What a command came to. */
export interface CommandOutcome {
  code: number;
  out: string;
  errors: string;
}

type Environment = Readonly<Record<string, string>>;

/** The operator's command line as built, on a database, store and key prefix of a test file's own. */
export class CommandLine {
  private constructor(
    readonly env: Environment,
    /** Looks at the database, and changes it, past every command. */
    readonly client: pg.Client,
    private readonly folder: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<CommandLine> {
    const { env, drop } = await createTestEnvironment();
    const client = new pg.Client({ connectionString: env.DATABASE_URL });
    await client.connect();
    return new CommandLine(env, client, await mkdtemp(join(tmpdir(), 'moments-cli-')), drop);
  }

  run(...args: string[]): Promise<CommandOutcome> {
    return this.runIn({}, args);
  }

  /** With variables over those of the environment; `said` is its standard input. */
  async runIn(variables: Environment, args: readonly string[], said = ''): Promise<CommandOutcome> {
    const child = spawn(process.execPath, [compiled('apps/cli/src/main'), ...args], {
      env: { ...this.env, ...variables, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.end(said);
    const closed = once(child, 'close') as Promise<[number]>;
    const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { code, out, errors };
  }

  /** Where a file of that name is, or will be once a command has written it. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** A file for a command to read; its path. */
  async aFile(name: string, content: string | Buffer): Promise<string> {
    await writeFile(this.path(name), content);
    return this.path(name);
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true });
    await this.client.end();
    await this.drop();
  }
}
