import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { commandOf, end, isAlive } from './pids.js';
import { type PostgresHome, postgresHome } from './postgres-home.js';
import type { Processes } from './processes.js';
import { type ClockEnvironment, lessOftenRead } from './shifted-clock.js';

const run = promisify(execFile);
const user = 'moments';

export interface PostgresOptions {
  /** Where the cluster lives; made when missing. */
  folder: string;
  port: number;
  /** False gives up what survives a power cut, for speed: tests only. */
  durable: boolean;
  /** Throws away what the cluster holds. */
  startOver?: boolean;
  clock?: ClockEnvironment;
}

export interface PrivatePostgres {
  /** A superuser's connection to the database `moments`. */
  url: string;
  /** Whether the cluster was made just now. */
  isNew: boolean;
  /** Folders elsewhere that belong to this cluster. */
  outside: readonly string[];
}

const settings = {
  listen_addresses: '127.0.0.1',
  // No socket file: its path would have to be short, and every client speaks TCP.
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  maintenance_work_mem: '128MB',
  work_mem: '16MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  // Compiling a query costs more than our queries do.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  shared_preload_libraries: 'pg_stat_statements',
};

const careless = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/** Whether a private cluster was made whole in this folder. */
export async function hasPostgres(folder: string): Promise<boolean> {
  const { data } = await postgresHome(folder);
  return existsSync(passwordFileOf(data));
}

// Written when initdb is done: without it an earlier one was cut short.
const passwordFileOf = (data: string): string => join(data, 'moments.password');

/** Starts a private PostgreSQL 18 and waits until it answers; an orphan of an earlier run is ended first. */
export async function startPostgres(processes: Processes, options: PostgresOptions): Promise<PrivatePostgres> {
  await mkdir(dirname(options.folder), { recursive: true });
  const home = await postgresHome(options.folder);
  await endOrphan(home.data);
  const passwordFile = passwordFileOf(home.data);
  const isNew = options.startOver === true || !existsSync(passwordFile);
  if (isNew) await initialise(home, passwordFile);
  const password = await readFile(passwordFile, 'utf8');

  const chosen = { ...settings, ...(options.durable ? {} : careless), port: String(options.port) };
  const flags = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '', ...args] = [...home.prefix, home.bin('postgres'), '-D', home.data, ...flags];
  // SIGINT is the "fast" shutdown; SIGTERM would wait for every client to leave.
  const server = processes.start({
    name: 'postgres',
    command,
    args,
    env: options.clock && lessOftenRead(options.clock),
    serves: true,
    stopSignal: 'SIGINT',
    graceMs: 30_000,
  });

  const url = (database: string) => `postgres://${user}:${password}@127.0.0.1:${options.port}/${database}`;
  await processes.ready(server, () => answers(url('postgres')));
  await ensureDatabase(url('postgres'));
  return { url: url('moments'), isNew, outside: home.outside };
}

/** Makes an empty cluster whose text order is Unicode's code points, the same on every system. */
async function initialise(home: PostgresHome, passwordFile: string): Promise<void> {
  await rm(home.data, { recursive: true, force: true });
  const password = randomBytes(18).toString('base64url');
  const handedOver = `${home.data}.password`;
  await writeFile(handedOver, password, { mode: 0o600 });
  await home.handOver(handedOver);
  const text = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${user}`, `--pwfile=${handedOver}`, '--auth=scram-sha-256'];
  const [command = '', ...args] = [
    ...home.prefix,
    home.bin('initdb'),
    '-D',
    home.data,
    '--no-sync',
    ...text,
    ...access,
  ];
  try {
    await run(command, args, { cwd: '/' });
    await writeFile(passwordFile, password, { mode: 0o600 });
  } finally {
    await rm(handedOver, { force: true });
  }
}

/** Ends a server that a killed run left behind, and forgets one that is gone. */
async function endOrphan(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
  // The id may belong to somebody else by now; ours names the folder in its command.
  if (isAlive(pid) && commandOf(pid).includes(data)) await end({ pid, signal: 'SIGINT', graceMs: 10_000 });
  await rm(file, { force: true });
}

async function answers(url: string): Promise<boolean> {
  await withClient(url, (client) => client.query('select 1'));
  return true;
}

async function ensureDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query(`select from pg_database where datname = 'moments'`);
    if (rowCount === 0) await client.query('create database moments');
  });
}

/** Runs `work` on a connection of its own, closed in any case. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
