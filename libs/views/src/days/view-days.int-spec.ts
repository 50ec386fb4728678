import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  type AccountId,
  addDays,
  after,
  type BusinessDay,
  hours,
  type MomentId,
  newId,
  startOfBusinessDay,
} from '@moments/kernel';
import { execute, Settings, statement } from '@moments/platform';
import { aPublishedMoment } from '@moments/testing/moments';
import { anAccount } from '@moments/testing/identity';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { eventually } from '../../../../test/support/eventually.js';
import { OpenDays } from '../analytics/open-days.js';
import { ViewAnalytics } from '../analytics/view-analytics.queries.js';
import { ViewJudge } from '../judging/view-judge.js';
import { qualifyingWatch } from '../qualifying/qualifying.settings.js';
import { type StoredView, storedViews } from '../testing/index.js';
import { ViewsJobsModule } from '../views-jobs.module.js';
import { RecountDays } from './recount-days.job.js';
import { ViewDaySums } from './view-day-sums.queries.js';
import { ViewDaysModule } from './view-days.module.js';
import { ViewDays } from './view-days.service.js';
import { ViewFacts } from './view-facts.queries.js';

let world: LibWorld;
let viewDays: ViewDays;
let facts: ViewFacts;
let creatorId: AccountId;
let momentId: MomentId;
// Each test has a day of its own: a day closes once.
let day = '2088-02-25' as BusinessDay;

beforeAll(async () => {
  world = await openLibWorld([ViewDaysModule, ViewsJobsModule]);
  viewDays = world.app.get(ViewDays);
  facts = world.app.get(ViewFacts);
  // What is judged is another matter; here verdicts are written by hand and stand.
  jest
    .spyOn(world.app.get(ViewJudge), 'judge')
    .mockImplementation((judged) => Promise.resolve({ day: judged, invalid: 0, held: 0, changed: 0 }));
});
afterAll(() => world.close());
beforeEach(async () => {
  day = addDays(day, 4);
  setClock(after(startOfBusinessDay(addDays(day, 1)), hours(3)));
  creatorId = await anAccount(world);
  momentId = await aPublishedMoment(world, { authorId: creatorId, durationMs: 20_000 });
});

function setClock(instant: Date): void {
  world.clock.advance(instant.getTime() - world.clock.now().getTime());
}

const waitingForMoments = statement(
  'test.waiting-for-moments',
  `select pid from pg_stat_activity
    where query like 'insert into moment_view_days%' and wait_event_type = 'Lock' and datname = current_database()`,
);

const at = (offsetMs: number): Date => after(startOfBusinessDay(day), offsetMs);
const aView = (change: Partial<StoredView> = {}): StoredView => ({ momentId, creatorId, servedAt: at(0), ...change });
const watch = (...views: Partial<StoredView>[]) => storedViews(world, views.map(aView));

const frozen = async (of: BusinessDay = day) =>
  (await facts.ofDay(of, { limit: 1_000 })).filter((row) => row.momentId === momentId);

async function lastSeq(): Promise<bigint> {
  const all = await facts.corrections({ afterSeq: 0n, limit: 1_000 });
  return all.at(-1)?.seq ?? 0n;
}

describe('closing a day', () => {
  it('freezes what was watched from midnight to midnight in Moscow', async () => {
    await watch(
      { servedAt: at(-1) },
      { servedAt: at(0) },
      { servedAt: at(hours(24) - 1) },
      { servedAt: at(hours(24)) },
    );
    const closed = await viewDays.close(day);
    expect(closed).toMatchObject({ day, closedAt: world.clock.now() });
    expect(await frozen()).toEqual([{ creatorId, momentId, views: 2, qualified: 2, completed: 2, watchMs: 40_000n }]);
    expect(await frozen(addDays(day, -1))).toMatchObject([{ views: 1 }]);
    expect(await frozen(addDays(day, 1))).toEqual([]);
  });

  it('gives the first close when it is done again, also by two at once', async () => {
    await watch({});
    const [first, second] = await Promise.all([viewDays.close(day), viewDays.close(day)]);
    await watch({});
    world.clock.advance(hours(1));
    expect(second).toEqual(first);
    expect(await viewDays.close(day)).toEqual(first);
    expect(await frozen()).toMatchObject([{ qualified: 1 }]);
  });

  it('is refused until the day is over', async () => {
    const today = addDays(day, 1);
    await expect(viewDays.close(today)).rejects.toMatchObject({ reason: 'view_day_not_over', params: { day: today } });
    setClock(after(startOfBusinessDay(addDays(today, 1)), -1));
    await expect(viewDays.close(today)).rejects.toMatchObject({ reason: 'view_day_not_over' });
    world.clock.advance(1);
    expect(await viewDays.close(today)).toMatchObject({ day: today });
  });

  it('closes the days before it first, so that nobody counts twice in 24 hours', async () => {
    const viewerId = await anAccount(world);
    const yesterday = addDays(day, -1);
    await watch({ viewerId, servedAt: at(-1) }, { viewerId, servedAt: at(hours(23)) });
    await viewDays.close(day);
    expect(await frozen(yesterday)).toMatchObject([{ qualified: 1 }]);
    expect(await frozen()).toMatchObject([{ views: 1, qualified: 0 }]);
  });

  it('leaves the day open when its connection is killed in the middle, and can be done again', async () => {
    await watch({});
    const other = await world.database.pool.connect();
    await other.query('begin');
    // Everything is counted by then, and who has come back is written.
    await other.query('lock table moment_view_days in exclusive mode');
    const closing = expect(viewDays.close(day)).rejects.toThrow();
    const { pid } = await eventually(async () => (await world.database.read<{ pid: number }>(waitingForMoments))[0]);
    await other.query('select pg_terminate_backend($1)', [pid]);
    await closing;
    await other.query('rollback');
    other.release();
    expect((await world.app.get(ViewDaySums).of(day)).closedAt).toBeUndefined();
    await viewDays.close(day);
    expect(await frozen()).toMatchObject([{ views: 1, qualified: 1 }]);
  });

  it('cannot be undone or added to', async () => {
    await watch({});
    await viewDays.close(day);
    const write = (sql: string) => world.database.transaction((tx) => execute(tx, sql, [day]));
    for (const sql of [
      'update moment_view_days set qualified = qualified + 1 where day = $1',
      'delete from moment_view_days where day = $1',
      'delete from view_days where day = $1',
      `insert into moment_view_days select gen_random_uuid(), day, creator_id, views, qualified, own, promoted, invalid,
         too_short, held, repeated, completed, watch_ms, viewers, timed, retention from moment_view_days where day = $1`,
    ]) {
      await expect(write(sql)).rejects.toThrow('closed days of views stand');
    }
  });
});

describe('counting a closed day anew', () => {
  it('finds nothing when nothing has come', async () => {
    await watch({}, { watchedMs: 4_999 }, { promoted: true });
    await viewDays.close(day);
    expect(await viewDays.recount(day)).toBe(0);
  });

  it('writes what came late as a correction, once', async () => {
    await watch({});
    await viewDays.close(day);
    const before = await lastSeq();
    await watch({ watchedMs: 6_000 }, { viewerId: creatorId });
    expect(await viewDays.recount(day, 'nightly')).toBe(1);
    expect(await viewDays.recount(day)).toBe(0);
    const found = await facts.corrections({ afterSeq: before, limit: 10 });
    expect(found).toMatchObject([
      { day, momentId, creatorId, views: 2, qualified: 1, completed: 0, watchMs: 26_000n, cause: 'nightly' },
    ]);
    expect(await frozen()).toMatchObject([{ views: 1, qualified: 1 }]);
    expect(await facts.corrections({ afterSeq: found[0]!.seq, limit: 10 })).toEqual([]);
  });

  it('takes back what is judged invalid later, and gives it again when it is believed', async () => {
    const [id] = await watch({}, {});
    await viewDays.close(day);
    const before = await lastSeq();
    const judge = (sql: string, values: unknown[]) => world.database.transaction((tx) => execute(tx, sql, values));
    await judge(
      `insert into view_judgements (day, moment_id, event_id, verdict, rule, explanation, judged_at)
       values ($1, $2, $3, 'invalid', 'test', '{}', now())`,
      [day, momentId, id],
    );
    await viewDays.recount(day, 'judged_again');
    await judge('delete from view_judgements where day = $1 and event_id = $2', [day, id]);
    await viewDays.recount(day, 'judged_again');
    expect(await facts.corrections({ afterSeq: before, limit: 10 })).toMatchObject([
      { views: 0, qualified: -1, completed: -1, watchMs: 0n, cause: 'judged_again' },
      { views: 0, qualified: 1, completed: 1, watchMs: 0n },
    ]);
  });

  it('is by the rules of its close, whatever they are now', async () => {
    await watch({ watchedMs: 6_000 });
    await viewDays.close(day);
    const settings = world.app.get(Settings);
    await settings.set(qualifyingWatch.name, { minWatchMs: 10_000, minStillMs: 10_000 }, 'test');
    expect(await viewDays.recount(day)).toBe(0);
    await settings.set(qualifyingWatch.name, qualifyingWatch.fallback, 'test');
  });

  it('is refused for a day that is open, and for one whose events are gone', async () => {
    await expect(viewDays.recount(addDays(day, 1))).rejects.toMatchObject({ reason: 'view_day_not_closed' });
    await watch({});
    await viewDays.close(day);
    await world.database.transaction((tx) => execute(tx, `drop table view_events_${day.replaceAll('-', '')}`));
    await expect(viewDays.recount(day)).rejects.toMatchObject({ reason: 'view_day_forgotten' });
  });

  it('happens every night to the days of the last week', async () => {
    await watch({});
    await viewDays.close(day);
    await watch({});
    setClock(after(startOfBusinessDay(addDays(day, 7)), hours(4)));
    await world.app.get(RecountDays).handle();
    const sums = await world.app.get(ViewDaySums).of(day);
    expect(sums.lines).toContainEqual({ name: 'qualified', frozen: 1n, corrected: 1n, total: 2n });
  });
});

describe('facts of days', () => {
  it('come in the order of creator and moment, page by page, each once', async () => {
    const others = await Promise.all([1, 2, 3].map(() => aPublishedMoment(world, { authorId: creatorId })));
    await watch({}, ...others.map((other) => ({ momentId: other })));
    await viewDays.close(day);
    const pages = [];
    for (let last: { creatorId: AccountId; momentId: MomentId } | undefined, more = true; more;) {
      const page = await facts.ofDay(day, { after: last, limit: 3 });
      pages.push(...page);
      last = page.at(-1);
      more = page.length === 3;
    }
    expect(pages.map((row) => row.momentId)).toEqual([momentId, ...others].toSorted());
  });

  it('tell qualified views of a creator with corrections, and of open days as they stand', async () => {
    await watch({}, { viewerId: creatorId });
    await viewDays.close(day);
    await watch({});
    await viewDays.recount(day);
    await watch({ servedAt: at(hours(24)) }, { servedAt: at(hours(25)), watchedMs: 100 });
    const nobody = newId<'account'>();
    const since = (from: BusinessDay) => facts.qualifiedSince([creatorId, nobody], from);
    expect(await since(day)).toEqual(
      new Map([
        [creatorId, 3],
        [nobody, 0],
      ]),
    );
    expect(await since(addDays(day, 1))).toEqual(
      new Map([
        [creatorId, 1],
        [nobody, 0],
      ]),
    );
  });

  it.each(['before', 'after'] as const)(
    'are whole when a day is closed while they are read, %s its open days',
    async (when) => {
      await watch({}, {});
      const openDays = world.app.get(OpenDays);
      const read = openDays.ofMoments.bind(openDays);
      const closingMeanwhile = () =>
        jest.spyOn(openDays, 'ofMoments').mockImplementationOnce(async (...asked) => {
          if (when === 'before') await viewDays.close(day);
          const found = await read(...asked);
          if (when === 'after') await viewDays.close(day);
          return found;
        });
      closingMeanwhile();
      const days = await world.app.get(ViewAnalytics).ofMoments([momentId], { from: day, to: day });
      expect(days.get(momentId)).toMatchObject([{ day, qualified: 2 }]);
      day = addDays(day, 1);
      setClock(after(startOfBusinessDay(addDays(day, 1)), hours(3)));
      await watch({});
      closingMeanwhile();
      expect(await facts.qualifiedSince([creatorId], day)).toEqual(new Map([[creatorId, 1]]));
    },
  );

  it('are the same before and after the close', async () => {
    const viewerId = await anAccount(world);
    await watch({ viewerId }, { viewerId, servedAt: at(hours(5)) }, { watchedMs: 999 }, { watchedMs: 10_000 });
    const read = async () =>
      (await world.app.get(ViewAnalytics).ofMoments([momentId], { from: day, to: day })).get(momentId);
    const open = await read();
    expect(open).toMatchObject([
      { day, views: 3, qualified: 2, repeated: 1, viewers: 2, timed: 2, watchMs: 50_999n, completed: 1 },
    ]);
    await viewDays.close(day);
    expect(await read()).toEqual(open);
  });
});
