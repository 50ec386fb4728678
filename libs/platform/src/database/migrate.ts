import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger as QueueLogger, runMigrations as installJobQueue } from 'graphile-worker';
import pg from 'pg';

/**
 * A migration that was applied has been edited or removed since, or a new one would come before it: forward only means
 * writing a newer one.
 */
export class MigrationDrift extends Error {
  constructor(
    readonly migration: string,
    what: string,
  ) {
    super(`Migration ${migration} ${what}.`);
    this.name = 'MigrationDrift';
  }
}

// Any constant of our own: whoever holds this advisory lock is the one that migrates.
const migrationLock = 7_046_029_254;
// Whoever waits for a table makes everybody behind it wait too: better to fail and be run again.
const lockTimeoutSeconds = 30;
const fileName = /^\d{14}_[a-z0-9_]+\.sql$/;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Brings the database up to the newest migration: the job queue's own schema first, then every `*.sql` of the folder in
 * the order of its name, each in a transaction. Safe to run from several processes at once. Gives the names applied.
 */
export async function runMigrations(options: { databaseUrl: string; folder: string }): Promise<string[]> {
  const migrations = await readMigrations(options.folder);
  const client = new pg.Client({ connectionString: options.databaseUrl });
  // Told by the statement that fails; without a listener it would end the process instead.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await installJobQueue({ connectionString: options.databaseUrl, logger: new QueueLogger(() => () => undefined) });
    await client.query(`create table if not exists schema_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const { rows: applied } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from schema_migrations order by name',
    );
    const pending = pendingMigrations(migrations, applied);
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      if (!fileName.test(name)) throw new Error(`${name} is not named like 20260131120000_lib_what.sql`);
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** What is still to apply; throws {@link MigrationDrift} when history and folder disagree. */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly { name: string; checksum: string }[],
): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const migration = known.get(name);
    if (!migration) throw new MigrationDrift(name, 'was applied but its file is gone');
    if (migration.checksum !== checksum) throw new MigrationDrift(name, 'was edited after it had been applied');
  }
  const done = new Set(applied.map(({ name }) => name));
  const pending = migrations.filter(({ name }) => !done.has(name));
  const newest = [...done].sort().at(-1) ?? '';
  for (const { name } of pending) {
    if (name < newest)
      throw new MigrationDrift(name, `is older than ${newest}, which was applied: give it a newer name`);
  }
  return pending;
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(`set local lock_timeout = '${lockTimeoutSeconds}s'`);
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    // Of a lost connection nothing is left to roll back; what failed is the first error.
    await client.query('rollback').catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${migration.name} failed: ${reason}`, { cause: error });
  }
}
