import { accessSync, constants, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createClient } from 'redis';
import { localFolder } from './paths.js';
import type { Processes } from './processes.js';

export interface RedisOptions {
  folder: string;
  port: number;
  password: string;
}

/** Starts a private Redis that keeps nothing on disk (all it holds can be rebuilt); gives its URL once it answers. */
export async function startRedis(processes: Processes, { folder, port, password }: RedisOptions): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'redis.conf');
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(folder)}`,
    'save ""',
    'appendonly no',
    'daemonize no',
  ];
  // In a file, not on the command line: every user of the machine reads those.
  writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
  const server = processes.start({ name: 'redis', serves: true, command: redisServer(), args: [config] });
  const url = `redis://:${password}@127.0.0.1:${port}`;
  await processes.ready(server, () => answers(url));
  return url;
}

async function answers(url: string): Promise<boolean> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => undefined);
  await client.connect();
  const pong = await client.ping();
  client.destroy();
  return pong === 'PONG';
}

/** A Redis (or Valkey) server's program. */
function redisServer(): string {
  const server = findProgram('redis-server') ?? findProgram('valkey-server');
  if (server) return server;
  // Debian's redis-tools holds the whole server as redis-check-rdb, without the service; its name tells it what to be.
  const disguised = findProgram('redis-check-rdb');
  if (!disguised) throw new Error('There is no redis-server on this machine.');
  const link = join(localFolder, 'bin', 'redis-server');
  mkdirSync(join(localFolder, 'bin'), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(disguised, link);
  return link;
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
