import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runMigrations } from '@moments/platform';
import { runCommand } from './command.js';
import { localFolder, root } from './paths.js';
import { freePorts } from './ports.js';
import { startPostgres } from './postgres.js';
import { sweepAbandoned, temporaryFolder } from './temporary.js';

/** Runs a command that needs to know what the migrations add up to: a migrated, empty database, thrown away afterwards. */
export async function withSchemaDatabase(work: (databaseUrl: string) => Promise<number>): Promise<void> {
  const folder = temporaryFolder('check');
  mkdirSync(localFolder, { recursive: true });
  await sweepAbandoned();
  await runCommand({ logFolder: join(folder, 'logs'), interruptedCode: 130 }, async (processes) => {
    processes.removeAfterwards(folder);
    const [port = 0] = await freePorts(1);
    const postgres = await startPostgres(processes, { folder: join(folder, 'postgres'), port, durable: false });
    postgres.outside.forEach((path) => processes.removeAfterwards(path));
    await runMigrations({ databaseUrl: postgres.url, folder: join(root, 'migrations') });
    return work(postgres.url);
  });
}
