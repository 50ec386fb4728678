import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type AccountId,
  addDays,
  after,
  type BusinessDay,
  hours,
  type MomentId,
  newId,
  startOfBusinessDay,
  type ViewEventId,
} from '@moments/kernel';
import { execute } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import fc from 'fast-check';
import type { MomentViewDay } from '../analytics/moment-view-day.js';
import { ViewAnalytics } from '../analytics/view-analytics.queries.js';
import { ViewJudge } from '../judging/view-judge.js';
import { countByModel, type ModelDay, type ModelView } from '../testing/counting-model.js';
import { storedViews } from '../testing/index.js';
import { ViewDaysModule } from './view-days.module.js';
import { ViewDays } from './view-days.service.js';

/*
 * The statements that count whole days, beside the plain model that decides each viewer's views one after the other: the
 * same of any views, whether days are open, closed, or closed too early and counted anew.
 */
let world: LibWorld;
let analytics: ViewAnalytics;
let viewDays: ViewDays;
// Each run has days of its own: a day closes once.
let nextDay = '2020-01-01' as BusinessDay;

const rules = { minWatchMs: 5_000, minStillMs: 5_000, seenAfterMs: 1_000 };

beforeAll(async () => {
  world = await openLibWorld([ViewDaysModule]);
  analytics = world.app.get(ViewAnalytics);
  viewDays = world.app.get(ViewDays);
  // The verdicts are drawn, too.
  jest
    .spyOn(world.app.get(ViewJudge), 'judge')
    .mockImplementation((day) => Promise.resolve({ day, invalid: 0, held: 0, changed: 0 }));
});
afterAll(() => world.close());

const dayCount = 4;

/** Times on both sides of everything: quarters of days, and a millisecond before and after them. */
const instants = fc
  .tuple(fc.integer({ min: 0, max: 4 * dayCount - 1 }), fc.constantFrom(0, 0, 1, hours(6) - 1))
  .map(([quarter, offsetMs]) => quarter * hours(6) + offsetMs);

const views = fc.array(
  fc.record({
    moment: fc.nat({ max: 1 }),
    viewer: fc.nat({ max: 2 }),
    session: fc.nat({ max: 3 }),
    atMs: instants,
    watchedMs: fc.constantFrom(0, 999, 1_000, 2_999, 3_000, 4_999, 5_000, 10_000, 20_000, 41_000),
    promoted: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
    verdict: fc.constantFrom(undefined, undefined, undefined, undefined, 'invalid' as const, 'held' as const),
    late: fc.boolean(),
    changed: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  }),
  { minLength: 1, maxLength: 30 },
);
type Drawn = typeof views extends fc.Arbitrary<infer Value> ? Value : never;

interface Case extends ModelView {
  momentId: MomentId;
  viewerId?: AccountId;
  id: ViewEventId;
  late: boolean;
  changed: boolean;
}

/** The first moment is a video of 3 s or 20 s, the other photos. The first viewer made both, the last has no account. */
function casesOf(drawn: Drawn, from: BusinessDay, shortVideo: boolean): Case[] {
  const momentIds = [newId<'moment'>(), newId<'moment'>()] as const;
  const viewers = [newId<'account'>(), newId<'account'>(), newId<'account'>()] as const;
  const sessions = Array.from({ length: 4 }, () => newId<'feedSession'>());
  return drawn.map((view) => ({
    id: newId<'viewEvent'>(),
    momentId: momentIds[view.moment]!,
    creatorId: viewers[0],
    viewerId: view.viewer === 2 ? undefined : viewers[view.viewer],
    viewerKey: viewers[view.viewer]!,
    feedSessionId: sessions[view.session]!,
    promoted: view.promoted,
    verdict: view.verdict,
    watchedMs: view.watchedMs,
    durationMs: view.moment === 1 ? undefined : shortVideo ? 3_000 : 20_000,
    servedAt: after(startOfBusinessDay(from), view.atMs),
    late: view.late,
    changed: view.changed,
  }));
}

const store = (cases: readonly Case[]) =>
  storedViews(
    world,
    cases.map(({ durationMs, ...view }) => ({ ...view, durationMs: durationMs ?? null }) as never),
  );

async function judge(cases: readonly Case[]): Promise<void> {
  for (const { id, momentId, verdict, servedAt } of cases) {
    await world.database.transaction(async (tx) => {
      await execute(tx, 'delete from view_judgements where moment_id = $1 and event_id = $2', [momentId, id]);
      if (verdict) {
        await execute(
          tx,
          `insert into view_judgements (day, moment_id, event_id, verdict, rule, explanation, judged_at)
           values (($1::timestamptz at time zone 'Europe/Moscow')::date, $2, $3, $4, 'test', '{}', now())`,
          [servedAt, momentId, id, verdict],
        );
      }
    });
  }
}

const told = ({ momentId, day, ...counts }: MomentViewDay): ModelDay => ({
  ...{ momentId, day, views: counts.views, completed: counts.completed, watchMs: counts.watchMs },
  ...{ viewers: counts.viewers, timed: counts.timed, retention: [...counts.retention] },
  outcomes: {
    ...{ OWN: counts.own, PROMOTED: counts.promoted, INVALID: counts.invalid, TOO_SHORT: counts.tooShort },
    ...{ HELD: counts.held, REPEATED: counts.repeated, QUALIFIED: counts.qualified },
  },
});

const inOrder = (days: readonly ModelDay[]): ModelDay[] =>
  days.toSorted((one, other) => (`${one.momentId} ${one.day}` < `${other.momentId} ${other.day}` ? -1 : 1));

async function analysed(cases: readonly Case[], from: BusinessDay): Promise<ModelDay[]> {
  const momentIds = [...new Set(cases.map(({ momentId }) => momentId))];
  const found = await analytics.ofMoments(momentIds, { from, to: addDays(from, dayCount - 1) });
  const isAnything = ({ views: count, watchMs }: ModelDay) => count > 0 || watchMs > 0n;
  return inOrder([...found.values()].flat().map(told).filter(isAnything));
}

const model = (cases: readonly Case[]): ModelDay[] => inOrder(countByModel(cases, rules));

function takeDays(): BusinessDay {
  const from = nextDay;
  nextDay = addDays(nextDay, dayCount);
  return from;
}

const daysFrom = (from: BusinessDay) => Array.from({ length: dayCount }, (_, index) => addDays(from, index));

describe('counting views by day', () => {
  it('counts open days as the rules say, whatever was watched', async () => {
    // Behind all days that are closed here.
    const from = '2040-02-27' as BusinessDay;
    await fc.assert(
      fc.asyncProperty(views, fc.boolean(), async (drawn, shortVideo) => {
        const cases = casesOf(drawn, from, shortVideo);
        await store(cases);
        await judge(cases.filter(({ verdict }) => verdict));
        expect(await analysed(cases, from)).toEqual(model(cases));
      }),
      { numRuns: 60 },
    );
  });

  it('comes to the same when days are closed early and counted anew as when they are closed late', async () => {
    await fc.assert(
      fc.asyncProperty(views, fc.boolean(), async (drawn, shortVideo) => {
        const from = takeDays();
        const cases = casesOf(drawn, from, shortVideo);
        const early = cases.filter(({ late }) => !late);
        await store(early);
        await judge(early.filter(({ verdict }) => verdict));
        await viewDays.close(daysFrom(from).at(-1)!);
        expect(await analysed(cases, from)).toEqual(model(early));

        await store(cases.filter(({ late }) => late));
        const later = cases.map((view): Case => (view.changed ? { ...view, verdict: 'invalid' } : view));
        await judge(later);
        for (const day of daysFrom(from)) await viewDays.recount(day);
        expect(await analysed(later, from)).toEqual(model(later));
        for (const day of daysFrom(from)) expect(await viewDays.recount(day)).toBe(0);
      }),
      { numRuns: 15 },
    );
  });
});
