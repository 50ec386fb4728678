import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AccountId, addDays, businessDayOf, newId } from '@moments/kernel';
import { IdentityModule } from '@moments/identity';
import { LedgerModule, ReconciliationService } from '@moments/ledger';
import { PlatformModule, commonEnvironment, Database, Settings } from '@moments/platform';
import { RewardsModule } from '@moments/rewards';
import { earningFrom, frozenDay, StrikesForTests, type ToldViews } from '@moments/testing/rewards';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { compiled } from '../../tools/stack/paths.js';
import { testSeed } from '../support/seed.js';
import { createTestEnvironment } from '../support/stack.js';

const moments = 5_000;
const momentsEach = 5;
const kills = 20;
// Of these, so many end the process; the others its connections to the database, in the middle of what they do.
const processKills = 4;
const terminate = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = 'closing' and state <> 'idle'`;
const day = addDays(businessDayOf(new Date()), -1);

/** An installation with a day to close. */
interface Installation {
  env: Record<string, string>;
  app: INestApplicationContext;
  database: Database;
  drop: () => Promise<void>;
}

const installations: Installation[] = [];
const children: ChildProcess[] = [];
let told: ToldViews[];

beforeAll(async () => {
  const creators = Array.from({ length: moments / momentsEach }, () => newId<'account'>());
  told = Array.from({ length: moments }, (_, n) => ({
    creatorId: creators[n % creators.length] as AccountId,
    momentId: newId<'moment'>(),
    // More than the budget of a day has, so that all are cut.
    qualified: 100 + ((n * 7_919) % 900_000),
  }));
  for (let n = 0; n < 2; n += 1) await install(creators);
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const { app, drop } of installations) {
    await app.close();
    await drop();
  }
});

async function install(creators: readonly AccountId[]): Promise<void> {
  const { env, drop } = await createTestEnvironment();
  const platform = PlatformModule.forRoot('test', z.object(commonEnvironment).parse(env));
  const imports = [platform, IdentityModule, LedgerModule, StrikesForTests, RewardsModule];
  const app = await (await Test.createTestingModule({ imports }).compile()).init();
  const database = app.get(Database);
  installations.push({ env, app, database, drop });
  await frozenDay({ database }, day, told);
  await earningFrom({ database }, creators, addDays(day, -10));
  // Small pages: there is much to be killed between.
  await app.get(Settings).set('rewards.closing', { hour: 4, creatorsPerPage: 20, correctedDays: 10 }, 'test');
}

/** A process that closes the day as soon as it is told to. */
async function startClient({ env }: Installation): Promise<ChildProcess> {
  const program = compiled('libs/rewards/src/testing/close-client');
  const child = spawn(process.execPath, [program, day, JSON.stringify(env)], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  child.stdin.on('error', () => undefined);
  await once(child.stdout, 'data');
  return child;
}

/** Lets a process close the day to the end; connections that were ended fail once more. */
async function closed(child: ChildProcess): Promise<void> {
  for (let said = ''; said !== 'closed\n';) {
    const answer = once(child.stdout!, 'data');
    child.stdin!.write('go\n');
    said = String((await answer)[0]);
  }
  child.kill('SIGKILL');
}

const facts = async ({ database }: Installation) => {
  const { rows: lines } = await database.pool.query(
    `select creator_id, key, day::text, kind, amount, inputs, formula, available_at from statement_lines order by creator_id, key`,
  );
  const { rows: journal } = await database.pool.query(
    `select entry.kind, origin.address as "from", target.address as "to", sum(posting.amount)::text as moved, count(*)::text
       from ledger_postings as posting
       join ledger_entries as entry on entry.id = posting.entry_id
       join ledger_accounts as origin on origin.id = posting.from_account_id
       join ledger_accounts as target on target.id = posting.to_account_id
      group by 1, 2, 3 order by 1, 2, 3`,
  );
  const { rows: days } = await database.pool.query(
    `select day::text, status, whole, creators, lines, total from reward_days`,
  );
  return { lines, journal, days };
};

it('a close that is killed at any point goes on where it was: the same statements, the same journal, nobody paid twice', async () => {
  const [quiet, shot] = installations as [Installation, Installation];
  const calm = await startClient(quiet);
  const startedMs = performance.now();
  await closed(calm);
  const wholeMs = performance.now() - startedMs;

  const seed = testSeed() ?? Math.floor(Math.random() * 1e9);
  let state = seed;
  const draw = (below: number) => (state = (state * 48_271 + 11) % 2_147_483_647) % below;
  let child = await startClient(shot);
  for (let killed = 1; killed <= kills; killed += 1) {
    const answer = once(child.stdout!, 'data');
    child.stdin!.write('go\n');
    await sleep(5 + draw(Math.floor((1.5 * wholeMs) / kills)));
    // The process itself, or what it does in the database at that moment.
    if (killed % (kills / processKills) === 0) {
      child.kill('SIGKILL');
      await once(child, 'exit');
      child = await startClient(shot);
    } else {
      await shot.database.pool.query(terminate);
      await answer;
    }
  }
  await closed(child);

  const [expected, actual] = [await facts(quiet), await facts(shot)];
  expect([actual.days, `seed ${seed}`]).toEqual([expected.days, `seed ${seed}`]);
  expect(actual.lines).toEqual(expected.lines);
  expect(actual.journal).toEqual(expected.journal);
  expect(expected.days).toEqual([expect.objectContaining({ status: 'CLOSED', total: '1000000000' })]);
  expect((await shot.app.get(ReconciliationService).run()).drift).toEqual([]);
});
