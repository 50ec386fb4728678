import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, after, businessDayOf, days, hours, type MomentId, newId, toGlobalId } from '@moments/kernel';
import { statement } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { randomUUID } from 'node:crypto';
import { ViewCountsService } from './counting/view-counts.service.js';
import { ForgetViewer } from './keeping/forget-viewer.job.js';
import { KeepViewData } from './keeping/keep-view-data.job.js';
import { PlaybackTokens } from './playback-tokens.js';
import type { ReportedView } from './recording/view-report.js';
import { ViewsService } from './recording/views.service.js';
import { testPlayback } from './testing/index.js';
import { ViewsModule } from './views.module.js';
import { ViewsJobsModule } from './views-jobs.module.js';

let world: LibWorld;
let views: ViewsService;
let counts: ViewCountsService;
let viewerId: AccountId;
let momentId: MomentId;
let token: string;

const stored = statement(
  'test.stored',
  `select watched_ms as "watchedMs", viewer_id as "viewerId", tableoid::regclass::text as partition
     from view_events where moment_id = $1 order by watched_ms`,
);
const watched = statement(
  'test.watched',
  'select moment_id, last_watched_at as at from watched_moments where viewer_id = $1',
);
const counted = statement('test.counted', 'select views::int as views from moment_view_counters where moment_id = $1');
const partitions = statement(
  'test.partitions',
  `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'view_events'::regclass order by 1`,
);

beforeAll(async () => {
  world = await openLibWorld([ViewsModule.forRoot(testPlayback()), ViewsJobsModule]);
  views = world.app.get(ViewsService);
  counts = world.app.get(ViewCountsService);
});

beforeEach(async () => {
  viewerId = await anAccount(world);
  momentId = await aPublishedMoment(world, { authorId: await anAccount(world), durationMs: 20_000 });
  token = await tokenFor(viewerId, momentId);
  // Time to watch it.
  world.clock.advance(hours(1));
});

afterAll(async () => {
  await world.close();
});

async function tokenFor(viewer: AccountId | undefined, moment: MomentId): Promise<string> {
  const serving = {
    viewerId: viewer,
    feedSessionId: newId<'feedSession'>(),
    surface: 'FOR_YOU',
    promoted: false,
  } as const;
  return (await world.app.get(PlaybackTokens).issue(serving, [moment]))[0]!;
}

const event = (change: Partial<ReportedView> = {}): ReportedView => ({
  id: randomUUID(),
  playbackToken: token,
  watchedMs: 5_000,
  occurredAt: world.clock.now(),
  ...change,
});

async function countOf(moment: MomentId): Promise<number> {
  await counts.countNew();
  return (await world.database.read<{ views: number }>(counted, [moment]))[0]?.views ?? 0;
}

describe('recording views', () => {
  it('stores a view, counts it, and remembers that its viewer has seen the moment', async () => {
    expect(await views.record({ viewerId }, { events: [event()] })).toEqual({
      accepted: 1,
      duplicates: 0,
      rejected: [],
    });
    expect(await world.database.read(stored, [momentId])).toMatchObject([{ watchedMs: 5_000, viewerId }]);
    expect(await world.database.read(watched, [viewerId])).toEqual([{ moment_id: momentId, at: world.clock.now() }]);
    expect(await countOf(momentId)).toBe(1);
  });

  it('changes nothing when it is sent again, whatever has been changed in it', async () => {
    const first = event();
    await views.record({ viewerId }, { events: [first] });
    const again = { ...first, watchedMs: 9_000, occurredAt: after(first.occurredAt, -60_000) };
    expect(await views.record({ viewerId }, { events: [again] })).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
    expect(await world.database.read(stored, [momentId])).toMatchObject([{ watchedMs: 5_000 }]);
    expect(await countOf(momentId)).toBe(1);
  });

  it('finds a view again that is sent on another day', async () => {
    const first = event();
    await views.record({ viewerId }, { events: [first] });
    world.clock.advance(hours(25));
    expect(await views.record({ viewerId }, { events: [first] })).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  it('tells duplicates within one report, and stores one of them', async () => {
    const [one, other] = [event(), event()];
    expect(await views.record({ viewerId }, { events: [one, other, one, one] })).toEqual({
      accepted: 2,
      duplicates: 2,
      rejected: [],
    });
    expect(await views.record({ viewerId }, { events: [one, event(), other] })).toMatchObject({
      accepted: 1,
      duplicates: 2,
    });
    expect(await countOf(momentId)).toBe(1);
  });

  it('stores a report once that two devices send at the same time, in whatever order', async () => {
    const events = Array.from({ length: 50 }, () => event());
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        views.record({ viewerId }, { events: index % 2 === 0 ? events : events.toReversed() }),
      ),
    );
    expect(outcomes.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(50);
    expect(outcomes.every(({ accepted, duplicates }) => accepted + duplicates === 50)).toBe(true);
    expect(await countOf(momentId)).toBe(1);
  });

  it('counts a full watch that comes after a glimpse, which is stored and does not count', async () => {
    await views.record({ viewerId }, { events: [event({ watchedMs: 100 })] });
    expect(await world.database.read(watched, [viewerId])).toEqual([]);
    expect(await countOf(momentId)).toBe(0);
    expect(await views.record({ viewerId }, { events: [event({ watchedMs: 20_000 })] })).toMatchObject({ accepted: 1 });
    expect(await world.database.read(watched, [viewerId])).toHaveLength(1);
    expect(await world.database.read(stored, [momentId])).toMatchObject([{ watchedMs: 100 }, { watchedMs: 20_000 }]);
    expect(await countOf(momentId)).toBe(1);
  });

  it('remembers the latest time of watching, in whatever order it is told', async () => {
    const later = world.clock.now();
    await views.record({ viewerId }, { events: [event({ occurredAt: later })] });
    await views.record({ viewerId }, { events: [event({ occurredAt: after(later, -60_000) })] });
    expect(await world.database.read(watched, [viewerId])).toMatchObject([{ at: later }]);
  });

  it('rejects each bad view by itself and keeps the good ones', async () => {
    const foreign = await tokenFor(await anAccount(world), momentId);
    const anonymous = await tokenFor(undefined, momentId);
    const events = [
      event({ id: 'good' }),
      event({ id: 'forged', playbackToken: `${token.slice(0, -2)}zz` }),
      event({ id: 'foreign', playbackToken: foreign }),
      event({ id: 'anonymous', playbackToken: anonymous }),
      event({ id: 'negative', watchedMs: -1 }),
      event({ id: 'too long', watchedMs: 22_001 }),
      event({ id: 'long enough', watchedMs: 22_000 }),
      event({ id: 'too old', occurredAt: after(world.clock.now(), -hours(48) - 1) }),
    ];
    expect(await views.record({ viewerId }, { events })).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: [
        { id: 'forged', code: 'INVALID_TOKEN' },
        { id: 'foreign', code: 'INVALID_TOKEN' },
        { id: 'anonymous', code: 'INVALID_TOKEN' },
        { id: 'negative', code: 'IMPLAUSIBLE' },
        { id: 'too long', code: 'IMPLAUSIBLE' },
        { id: 'too old', code: 'TOO_OLD' },
      ],
    });
  });

  it('takes views from before the token expired, and none from after', async () => {
    const issuedAt = new Date(Math.floor((world.clock.now().getTime() - hours(1)) / 1_000) * 1_000);
    world.clock.advance(hours(30));
    const events = [
      event({ id: 'before', occurredAt: after(issuedAt, hours(24) - 1) }),
      event({ id: 'after', occurredAt: after(issuedAt, hours(24)) }),
    ];
    expect(await views.record({ viewerId }, { events })).toEqual({
      accepted: 1,
      duplicates: 0,
      rejected: [{ id: 'after', code: 'EXPIRED_TOKEN' }],
    });
  });

  it('takes views of those who have not signed in, and remembers nothing of them', async () => {
    const playbackToken = await tokenFor(undefined, momentId);
    expect(await views.record({}, { events: [event({ playbackToken })] })).toMatchObject({ accepted: 1 });
    expect(await world.database.read(stored, [momentId])).toMatchObject([{ viewerId: null }]);
    expect(await countOf(momentId)).toBe(1);
  });

  it('knows an event by its UUID in any spelling, and other names only within their feed session', async () => {
    const id = newId<'viewEvent'>();
    const spellings = [id, id.toUpperCase(), toGlobalId('viewEvent', id)].map((name) => event({ id: name }));
    expect(await views.record({ viewerId }, { events: spellings })).toMatchObject({ accepted: 1, duplicates: 2 });

    const another = await tokenFor(viewerId, momentId);
    const named = [event({ id: '1' }), event({ id: '1' }), event({ id: '1', playbackToken: another })];
    expect(await views.record({ viewerId }, { events: named })).toMatchObject({ accepted: 2, duplicates: 1 });
  });

  it('takes two hundred events at once and not one more', async () => {
    const events = Array.from({ length: 201 }, () => event());
    await expect(views.record({ viewerId }, { events })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await views.record({ viewerId }, { events: events.slice(1) })).toMatchObject({ accepted: 200 });
    expect(await views.record({ viewerId }, { events: [] })).toEqual({ accepted: 0, duplicates: 0, rejected: [] });
  });
});

describe('counting views', () => {
  it('loses none and counts none twice when several workers count while views come in', async () => {
    const tokens = await Promise.all(Array.from({ length: 60 }, () => tokenFor(viewerId, momentId)));
    world.clock.advance(hours(1));
    const reports = Array.from({ length: 20 }, (_, index) =>
      views.record(
        { viewerId },
        {
          events: tokens.slice(index * 3, index * 3 + 3).map((playbackToken) => event({ playbackToken })),
        },
      ),
    );
    await Promise.all([...reports, ...Array.from({ length: 10 }, () => counts.countNew())]);
    expect(await countOf(momentId)).toBe(60);
  });

  it('counts a moment once in a feed session, however many views it tells and however many at once', async () => {
    const told = await Promise.all(Array.from({ length: 20 }, () => views.record({ viewerId }, { events: [event()] })));
    expect(told.every(({ accepted }) => accepted === 1)).toBe(true);
    expect(await world.database.read(stored, [momentId])).toHaveLength(20);
    expect(await countOf(momentId)).toBe(1);
    const playbackToken = await tokenFor(viewerId, momentId);
    await views.record({ viewerId }, { events: [event({ playbackToken, watchedMs: 999 })] });
    expect(await countOf(momentId)).toBe(1);
    await views.record({ viewerId }, { events: [event({ playbackToken, watchedMs: 1_000 })] });
    expect(await countOf(momentId)).toBe(2);
  });

  it('tells zero for a moment that nobody has watched', async () => {
    expect(await countOf(momentId)).toBe(0);
  });
});

describe('keeping view data', () => {
  it('makes the days to come and drops those that are over', async () => {
    await views.record({ viewerId }, { events: [event()] });
    const keep = world.app.get(KeepViewData);
    await keep.handle();
    await keep.handle();
    const today = after(world.clock.now(), -hours(1));
    const name = (instant: Date) => `view_events_${businessDayOf(instant).replaceAll('-', '')}`;
    const names = async () => (await world.database.read<{ name: string }>(partitions)).map((row) => row.name);
    expect(await names()).toEqual(expect.arrayContaining([name(today), name(after(today, days(14)))]));

    world.clock.advance(days(90) - hours(1));
    await keep.handle();
    expect(await names()).toContain(name(today));
    world.clock.advance(days(1));
    await keep.handle();
    expect(await names()).not.toContain(name(today));
    // What it comes to was written down before.
    const { rows } = await world.database.pool.query('select from view_days where day = $1', [businessDayOf(today)]);
    expect(rows).toHaveLength(1);
    expect(await world.database.read(stored, [momentId])).toEqual([]);
  });

  it('forgets what was watched longer ago than is kept', async () => {
    await views.record({ viewerId }, { events: [event()] });
    world.clock.advance(days(60));
    await world.app.get(KeepViewData).handle();
    expect(await world.database.read(watched, [viewerId])).toHaveLength(1);
    world.clock.advance(1);
    await world.app.get(KeepViewData).handle();
    expect(await world.database.read(watched, [viewerId])).toEqual([]);
  });

  it('forgets what a deleted account has watched', async () => {
    await views.record({ viewerId }, { events: [event()] });
    await world.app.get(ForgetViewer).handle({ accountId: viewerId });
    expect(await world.database.read(watched, [viewerId])).toEqual([]);
  });
});
