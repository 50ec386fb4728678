import { execFile } from 'node:child_process';
import { existsSync, lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { SandboxUnavailable } from './media-tool.errors.js';

/** Ceilings of one call; the kernel enforces them where prlimit is present. */
export interface ToolLimits {
  /** Address space. Decoding 1080p with two threads takes under 1.5 GB, 8K HEVC some 6 GB. */
  memoryBytes: number;
  /** Seconds of processor time over all threads. */
  cpuSeconds: number;
  /** Size of any one file that the tool writes. */
  fileSizeBytes: number;
  openFiles: number;
}

/** One call of a program that reads files nobody trusts. */
export interface ToolCall {
  /** Name of a program on the system's path, or the absolute path of one that lies in `readOnly`. */
  program: string;
  /** Built from what the sandbox shows: files in `folder` by their relative names, inputs by `Sandbox.inputPath`. */
  args: readonly string[];
  /** The only folder that can be written; the program starts in it. */
  folder: string;
  /** Files that can be read besides. */
  inputs?: readonly string[];
  /** More of the system that the program needs, visible under the same paths. */
  readOnly?: readonly string[];
  limits: ToolLimits;
}

/** How much stands between a hostile file and this machine. */
export interface SandboxReport {
  /** `full`: namespaces without network plus limits. `limits`: limits only. `none`: neither. */
  level: 'full' | 'limits' | 'none';
  /** Why it is less than full. */
  reason: string | null;
}

export interface SandboxOptions {
  /** Refuse to run rather than run with less than `full`. */
  required: boolean;
  /** Told once, at detection, when the level is less than full. */
  onReduced?: (report: SandboxReport) => void;
  /** The program of bubblewrap; another name is how tests take it away. */
  bubblewrap?: string;
}

const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin';

/** Wraps calls of media tools; made once per process by `detectSandbox`. */
export class Sandbox {
  constructor(
    readonly report: SandboxReport,
    private readonly wrappers: { bubblewrap: string | null; prlimit: boolean; setpriv: boolean },
  ) {}

  /** Where the program sees the input of that index. */
  inputPath(call: Pick<ToolCall, 'inputs'>, index: number): string {
    const path = call.inputs?.[index];
    if (path === undefined) throw new Error(`the call has no input ${index}`);
    return this.wrappers.bubblewrap ? `/in/${index}` : resolve(path);
  }

  /**
   * The words to start: `env`, the wrappers, the program, its arguments. The environment is emptied: the worker's holds
   * secrets, and a hijacked decoder could read them.
   */
  words(call: ToolCall): string[] {
    return [
      ...['env', '-i', `PATH=${systemPath}`, 'LANG=C.UTF-8', 'HOME=/tmp', 'nice', '-n', '5'],
      ...(this.wrappers.prlimit ? limitWords(call.limits) : []),
      // The kernel ends the tool when the worker dies, from the first moment on; bubblewrap would see to it only later.
      ...(this.wrappers.setpriv ? ['setpriv', '--pdeathsig', 'KILL', '--'] : []),
      ...(this.wrappers.bubblewrap ? bubblewrapWords(this.wrappers.bubblewrap, call) : []),
      call.program,
      ...call.args,
    ];
  }
}

function limitWords(limits: ToolLimits): string[] {
  return [
    'prlimit',
    `--as=${limits.memoryBytes}`,
    `--cpu=${limits.cpuSeconds}`,
    `--fsize=${limits.fileSizeBytes}`,
    `--nofile=${limits.openFiles}`,
    '--core=0',
    '--',
  ];
}

function bubblewrapWords(bubblewrap: string, call: ToolCall): string[] {
  const inputs = (call.inputs ?? []).flatMap((path, index) => ['--ro-bind', resolve(path), `/in/${index}`]);
  return [
    bubblewrap,
    ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--hostname', 'media'],
    ...systemBinds(),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
    // After the empty /tmp, which would hide what lies below it.
    ...(call.readOnly ?? []).flatMap((path) => ['--ro-bind', resolve(path), resolve(path)]),
    ...inputs,
    ...['--bind', resolve(call.folder), '/job', '--chdir', '/job', '--'],
  ];
}

/** /usr read-only, and the links into it; Debian's ffmpeg finds its BLAS through /etc/alternatives. */
function systemBinds(): string[] {
  const top = ['/bin', '/sbin', '/lib', '/lib64'].filter((path) => existsSync(path));
  const links = top.flatMap((path) =>
    lstatSync(path).isSymbolicLink() ? ['--symlink', `usr${path}`, path] : ['--ro-bind', path, path],
  );
  const etc = ['/etc/alternatives', '/etc/ld.so.cache'].flatMap((path) => ['--ro-bind-try', path, path]);
  return ['--ro-bind', '/usr', '/usr', ...links, ...etc];
}

/**
 * Finds out by trial what this machine allows: containers often carry bubblewrap but deny it namespaces.
 * Throws SandboxUnavailable when `required` and the level is less than full.
 */
export async function detectSandbox(options: SandboxOptions): Promise<Sandbox> {
  const bubblewrap = options.bubblewrap ?? 'bwrap';
  const trial = {
    program: 'true',
    args: [],
    folder: '/tmp',
    limits: { memoryBytes: 0, cpuSeconds: 0, fileSizeBytes: 0, openFiles: 0 },
  };
  const [program = '', ...words] = bubblewrapWords(bubblewrap, trial);
  const [refusal, noPrlimit, noSetpriv] = await Promise.all([
    failureOf(program, [...words, 'true']),
    failureOf('prlimit', ['--core=0', '--', 'true']),
    failureOf('setpriv', ['--pdeathsig', 'KILL', '--', 'true']),
  ]);
  const missing = [refusal && `bubblewrap: ${refusal}`, noPrlimit && `prlimit: ${noPrlimit}`].filter(
    (text) => text !== null,
  );
  const level = missing.length === 0 ? 'full' : noPrlimit === null ? 'limits' : 'none';
  const report: SandboxReport = { level, reason: missing.length ? missing.join('; ') : null };

  if (report.reason !== null) {
    if (options.required) throw new SandboxUnavailable(report.reason);
    options.onReduced?.(report);
  }
  return new Sandbox(report, {
    bubblewrap: refusal === null ? bubblewrap : null,
    prlimit: noPrlimit === null,
    setpriv: noSetpriv === null,
  });
}

function failureOf(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((done) => {
    execFile(program, args, { timeout: 10_000 }, (error, _stdout, stderr) => {
      if (!error) done(null);
      else done(error.code === 'ENOENT' ? 'not installed' : (firstLine(stderr) ?? error.message));
    });
  });
}

function firstLine(text: string): string | undefined {
  return text.split('\n').find((line) => line.trim() !== '');
}
