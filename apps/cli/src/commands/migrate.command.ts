import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { prepareBuckets, runMigrations, storageOptionsFrom } from '@moments/platform';
import type { Command } from '../command.js';

/** Brings database and buckets to what this version needs. */
export const migrate: Command = {
  name: 'migrate',
  usage: '',
  summary: 'brings the database and the buckets to what this version needs',
  async run(_, config) {
    const folder = migrationsFolder(import.meta.dirname);
    const [applied] = await Promise.all([
      runMigrations({ databaseUrl: config.DATABASE_URL, folder }),
      prepareBuckets(storageOptionsFrom(config)),
    ]);
    console.log(applied.length === 0 ? 'nothing to migrate' : `applied ${applied.join(', ')}`);
    return 0;
  },
};

/** The nearest `migrations` folder upward: beside the sources, beside dist, and in the image alike. */
function migrationsFolder(from: string): string {
  const folder = join(from, 'migrations');
  if (existsSync(folder)) return folder;
  if (dirname(from) === from) throw new Error('there is no migrations folder');
  return migrationsFolder(dirname(from));
}
