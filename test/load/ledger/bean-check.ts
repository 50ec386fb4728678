import type { INestApplicationContext } from '@nestjs/common';
import { LedgerExport } from '@moments/ledger';
import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Lets Beancount, which knows nothing of us, prove the whole journal and every balance: entries that do not balance,
 * balances that are not the sums of their postings. False when the tool is not on this machine; throws what it finds.
 */
export async function beanCheck(app: INestApplicationContext, folder: string): Promise<boolean> {
  const file = join(folder, 'journal.beancount');
  await pipeline(Readable.from(app.get(LedgerExport).write('beancount')), createWriteStream(file));
  const { error, status, stderr } = spawnSync('bean-check', ['--no-cache', file], { encoding: 'utf8' });
  if (error && 'code' in error && error.code === 'ENOENT') return false;
  if (error) throw error;
  if (status !== 0) throw new Error(`bean-check: ${stderr.slice(0, 2_000)}`);
  return true;
}
