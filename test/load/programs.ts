import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gatewayFlags } from '../../tools/stack/apps.js';
import { Processes, type RunningProcess } from '../../tools/stack/processes.js';
import { compiled } from '../../tools/stack/paths.js';
import { freePorts } from '../../tools/stack/ports.js';

/** A server that a benchmark asks, in a process of its own so that its CPU and memory can be read apart. */
export interface MeasuredServer {
  readonly url: string;
  readonly pid: number;
}

/** Runs `work` with programs that are all ended afterwards. */
export async function withPrograms<Result>(work: (programs: Programs) => Promise<Result>): Promise<Result> {
  const processes = new Processes(join(process.env.BENCH_FOLDER ?? '.local', 'bench-logs'));
  try {
    return await work(new Programs(processes));
  } finally {
    await processes.stopAll();
  }
}

/** Starts compiled programs on free ports. */
export class Programs {
  constructor(private readonly processes: Processes) {}

  /** The gateway as in production, on the stack of this run. */
  gateway(env: Readonly<Record<string, string>> = {}): Promise<MeasuredServer> {
    return this.server('gateway', 'apps/gateway/src/main', '/health/ready', {
      NODE_ENV: 'production',
      PUBLIC_URL: 'http://127.0.0.1',
      NODE_OPTIONS: gatewayFlags,
      ...env,
    });
  }

  /** A worker app of a lane, as in production. */
  async lane(lane: 'worker' | 'transcoder'): Promise<MeasuredServer> {
    return this.server(lane, `apps/${lane}/src/main`, '/health/ready', { NODE_ENV: 'production' });
  }

  /** Any program that listens on PORT; it is ready when `readyPath` answers with 200. */
  async server(
    name: string,
    entry: string,
    readyPath: string,
    env: Readonly<Record<string, string>>,
  ): Promise<MeasuredServer> {
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const child = this.start(name, entry, {
      LOG_LEVEL: 'error',
      HOST: '127.0.0.1',
      PORT: String(port),
      [`${name.toUpperCase()}_HEALTH_PORT`]: String(port),
      ...env,
    });
    await this.processes.ready(child, async () => (await fetch(url + readyPath)).ok);
    return { url, pid: child.pid };
  }

  start(name: string, entry: string, env: Readonly<Record<string, string>>): RunningProcess {
    return this.processes.start({ name, command: process.execPath, args: [compiled(entry)], env });
  }
}

const ticksPerSecond = 100;

/** CPU time that a process has used so far, in ms. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The command's name may contain spaces; the fields after its closing bracket may not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

/** Memory that a process holds now, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
