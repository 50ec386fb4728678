/** `npm run migration:new -- lib what it does`: an empty migration with the next free name. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.js';
import { complain, say } from './say.js';

const folder = join(root, 'migrations');
const words = process.argv.slice(2).join(' ');
const name = words
  .toLowerCase()
  .replace(/[^a-z0-9]+/g, '_')
  .replace(/^_+|_+$/g, '');

if (name === '') {
  complain('Name the lib and what changes, e.g. npm run migration:new -- social add reposts');
  process.exit(1);
}
const file = `${nextStamp()}_${name}.sql`;
writeFileSync(join(folder, file), `-- ${words.trim()}\n`, { flag: 'wx' });
say(`migrations/${file}`);

/** Now, in UTC, as YYYYMMDDHHMMSS; a second after the newest migration when that one lies ahead. */
function nextStamp(): string {
  const stamps = readdirSync(folder).flatMap((entry) => /^(\d{14})_.*\.sql$/.exec(entry)?.[1] ?? []);
  const newest = stamps.sort().at(-1);
  const now = stampOf(new Date());
  if (newest === undefined || newest < now) return now;
  const [, year, month, day, hour, minute, second] = /^(....)(..)(..)(..)(..)(..)$/.exec(newest) ?? [];
  return stampOf(new Date(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + 1_000));
}

function stampOf(instant: Date): string {
  return instant.toISOString().replace(/[-:T]|\..*/g, '');
}
