import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { currency, SystemClock } from '@moments/kernel';
import { LedgerQueries, LedgerService, ReconciliationService } from '@moments/ledger';
import { Database, runMigrations } from '@moments/platform';
import { openings, operation, walletOf } from '@moments/testing/ledger';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DataSource } from 'typeorm';
import { compiled, root } from '../../tools/stack/paths.js';
import { freePorts } from '../../tools/stack/ports.js';
import { type PrivatePostgres, startPostgres } from '../../tools/stack/postgres.js';
import { Processes } from '../../tools/stack/processes.js';
import { testSeed } from '../support/seed.js';

const operations = 5_000;
const kills = 20;
// Of these, so many take the database along.
const databaseKills = 5;

let folder: string;
let port: number;
let processes: Processes;
let postgres: PrivatePostgres;
const children: ChildProcess[] = [];

const start = () => startPostgres(processes, { folder: join(folder, 'postgres'), port, durable: true });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moments-crash-'));
  [port = 0] = await freePorts(1);
  processes = new Processes(join(folder, 'logs'));
  postgres = await start();
  await runMigrations({ databaseUrl: postgres.url, folder: join(root, 'migrations') });
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await processes.stopAll();
  for (const path of [folder, ...postgres.outside]) await rm(path, { recursive: true, force: true });
});

it('does every operation exactly once, though clients and database are killed at any point', async () => {
  await withLedger(async ({ database, ledger }) => {
    await database.transaction((tx) => ledger.postMany(tx, openings()));
  });
  const seed = testSeed() ?? Math.floor(Math.random() * 1e9);
  const all = Array.from({ length: operations }, (_, n) => n);
  const done = new Set<number>();
  for (const [index, at] of killPoints(seed).entries()) {
    const client = startClient(all.filter((n) => !done.has(n)));
    await client.untilDone(done, at);
    if (index % (kills / databaseKills) === 0) {
      processes.killAll('postgres');
      // The clients are still there, and try again until the database is.
      postgres = await start();
      await client.untilDone(done, at + 20);
    }
    await client.kill(done);
  }
  const last = startClient(all.filter((n) => !done.has(n)));
  await last.untilDone(done, operations);
  await last.ended();

  await withLedger(async ({ database, queries, reconciliation }) => {
    const report = await reconciliation.run();
    expect([report.drift, `seed ${seed}`]).toEqual([[], `seed ${seed}`]);
    const { rows: counted } = await database.pool.query<{ key: string }>(
      `select key from ledger_entries where key not like 'crash:opening:%' order by key`,
    );
    const keys = all.flatMap((n) => operation(n).entries.map(({ key }) => key));
    expect(counted.map(({ key }) => key)).toEqual(keys.toSorted());
    const wallets = Array.from({ length: 20 }, (_, n) => ({ address: walletOf(n), currency: currency('RUB') }));
    const balances = await queries.balances(wallets);
    expect(balances.map(({ address, balance }) => [address, balance.minor])).toEqual([...expectedBalances()]);
    expect(balances.map(({ reserved }) => reserved.minor)).toEqual(wallets.map(() => 0n));
  });
});

/** After how many operations the clients are killed: anywhere, in order. */
function killPoints(seed: number): number[] {
  let state = seed;
  // Lehmer's generator: the same points for the same seed.
  const next = () => (state = (state * 48_271 + 11) % 2_147_483_647);
  return Array.from({ length: kills }, () => 1 + (next() % (operations - 200))).toSorted((a, b) => a - b);
}

function startClient(numbers: readonly number[]) {
  const child: ChildProcess = spawn(
    process.execPath,
    [compiled('libs/ledger/src/testing/crash-client'), postgres.url],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  children.push(child);
  const exited = once(child, 'exit');
  child.stdin!.on('error', () => undefined);
  child.stdin!.end(JSON.stringify(numbers));
  const lines = createInterface({ input: child.stdout! });
  const told: number[] = [];
  let wake = (): void => undefined;
  lines.on('line', (line) => {
    told.push(Number.parseInt(line, 10));
    wake();
  });
  let over = false;
  const closed = once(lines, 'close').then(() => {
    over = true;
    wake();
  });
  const collect = (done: Set<number>): void => {
    for (const n of told.splice(0)) done.add(n);
  };

  return {
    /** Waits until so many operations are done in all. */
    untilDone: async (done: Set<number>, count: number): Promise<void> => {
      collect(done);
      while (done.size < count && !over) {
        await new Promise<void>((resolve) => (wake = resolve));
        collect(done);
      }
      if (done.size < count) throw new Error(`the clients ended by themselves after ${done.size} operations`);
    },
    /** Without a word: what is in flight may be committed or not, and nobody is told. */
    kill: async (done: Set<number>): Promise<void> => {
      child.kill('SIGKILL');
      await Promise.all([exited, closed]);
      collect(done);
    },
    ended: async (): Promise<void> => {
      await Promise.all([exited, closed]);
    },
  };
}

async function withLedger(work: (ledger: ReturnType<typeof servicesOf>) => Promise<void>): Promise<void> {
  const source = await new DataSource({ type: 'postgres', url: postgres.url, logging: false }).initialize();
  try {
    await work(servicesOf(new Database(source)));
  } finally {
    await source.destroy();
  }
}

function servicesOf(database: Database) {
  const clock = new SystemClock();
  return {
    database,
    ledger: new LedgerService(database, clock),
    queries: new LedgerQueries(database),
    reconciliation: new ReconciliationService(database, clock),
  };
}

function expectedBalances(): Map<string, bigint> {
  const balances = new Map<string, bigint>();
  const entries = [...openings(), ...Array.from({ length: operations }, (_, n) => operation(n).entries).flat()];
  const add = (address: string, minor: bigint) => balances.set(address, (balances.get(address) ?? 0n) + minor);
  for (const { postings } of entries) {
    for (const { from, to, amount } of postings) {
      add(from, -amount.minor);
      add(to, amount.minor);
    }
  }
  balances.delete('bank');
  return balances;
}
