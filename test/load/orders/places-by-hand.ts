import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { account } from '../feed/seed.js';
import { findPgbench } from '../social/pgbench.js';
import { orderOf, sizes } from './seed.js';

const run = promisify(execFile);

/*
 * The statements with which a place is taken, and nothing around them: the account held, the call recorded, the campaign's
 * row raised while there is a place, the engagement and its news written. `n` is another creator in every transaction.
 */
const script = (round: number, perClient: number): string => `
\\set k :k + 1
\\set n :client_id * ${perClient} + :k
\\set o mod(:n * 7919, ${sizes.orders})
begin;
select status from accounts where id = ${account(':n::int')} for share;
insert into campaign_commands (account_id, idempotency_key, command, input_hash, subject_id, made_at)
values (${account(':n::int')}, 'hand-${round}', 'take-order', repeat('0', 64), ${account(':n::int')}, now()) on conflict do nothing;
with place as (
  update campaigns set places_taken = places_taken + 1, updated_at = now()
   where id = ${orderOf(round, ':o::int')} and status = 'OPEN' and deadline > now() and places_taken < places and terms_version = 1
  returning id, seller_id, terms_version, deadline),
taken as (
  insert into engagements (id, campaign_id, seller_id, creator_id, status, terms_version, reward_minor, message,
                           revisions_left, due_at, created_at, updated_at)
  select uuidv7(), place.id, place.seller_id, ${account(':n::int')}, 'ACCEPTED', place.terms_version, asked.reward_minor, null,
         2, place.deadline, now(), now()
    from place join creator_order_terms as asked
      on asked.campaign_id = place.id and asked.version = place.terms_version
  returning id)
select id, graphile_worker.add_job('deliver-event', payload => json_build_object('id', id), max_attempts => 20) from taken;
commit;
`;

/** Every creator takes a place once under pgbench; gives how long each of them waited, in ms. */
export async function takeByHand(round: number, connections: number): Promise<number[]> {
  const { DATABASE_URL: databaseUrl = '', BENCH_FOLDER: folder = '.' } = process.env;
  const perClient = Math.floor(sizes.creators / connections);
  const file = join(folder, `places-${round}.pgbench`);
  const prefix = `places-${round}`;
  await writeFile(file, script(round, perClient));
  await run(
    findPgbench(),
    [
      ...['--no-vacuum', '--protocol=prepared', '--jobs=2', `--client=${connections}`, '--define=k=0', '--log'],
      ...[`--log-prefix=${prefix}`, `--transactions=${perClient}`, '--max-tries=10', `--file=${file}`, databaseUrl],
    ],
    { cwd: folder },
  );
  const logs = (await readdir(folder)).filter((name) => name.startsWith(`${prefix}.`) && name !== `${prefix}.pgbench`);
  const lines = await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8')));
  await Promise.all(logs.map((name) => rm(join(folder, name))));
  // client, transaction, microseconds, …
  return lines.flatMap((text) =>
    text
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[2]) / 1_000),
  );
}
