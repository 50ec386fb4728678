import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, after, hours, minutes } from '@moments/kernel';
import { statement } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { KeepViewData } from '../keeping/keep-view-data.job.js';
import { accepted, known, RecordingWorld } from '../testing/recording-world.js';
import { ViewsService } from './views.service.js';

let world: RecordingWorld;
let viewerId: AccountId;

beforeAll(async () => {
  world = await RecordingWorld.open();
});
beforeEach(async () => {
  ({ viewerId } = await world.refresh());
});
afterAll(() => world.close());

const clockRows = statement('test.clocks', 'select viewer_key as "viewerKey" from viewer_clocks');

describe('the time that a viewer has', () => {
  it('is shared by all feed sessions, at once and one after the other', async () => {
    const tokens = await Promise.all(Array.from({ length: 30 }, () => world.tokenOf({ viewerId })));
    world.lib.clock.advance(minutes(2));
    const told = tokens.map((playbackToken) =>
      world.tell({ viewerId }, world.event(playbackToken, { watchedMs: 20_000 })),
    );
    const outcomes = await Promise.all(told);
    // Two minutes, and one that is tolerated; but the token says whole seconds, which leaves room for none more.
    expect(outcomes.filter((outcome) => outcome.accepted === 1)).toHaveLength(9);
    expect(outcomes.flatMap(({ rejected }) => rejected.map(({ code }) => code))).toEqual(Array(21).fill('IMPLAUSIBLE'));
    expect(await world.stored()).toHaveLength(9);

    const another = await anAccount(world.lib);
    expect(await world.tell({ viewerId: another }, world.event(await world.tokenOf({ viewerId: another })))).toEqual(
      accepted,
    );
    world.lib.clock.advance(minutes(1));
    expect(await world.tell({ viewerId }, world.event(tokens[0]!, { watchedMs: 20_000 }))).toEqual(accepted);
  });

  it('is not spent by what is sent again, nor by what was refused', async () => {
    const playbackToken = await world.tokenOf({ viewerId });
    world.lib.clock.advance(minutes(1));
    const long = { watchedMs: 100_000, loops: 5 };
    const first = world.event(playbackToken, long);
    expect(await world.tell({ viewerId }, first)).toEqual(accepted);
    for (let again = 0; again < 5; again += 1) {
      expect(await world.tell({ viewerId }, first, world.event(playbackToken, { ...long, id: 'more' }))).toEqual({
        ...known,
        rejected: [{ id: 'more', code: 'IMPLAUSIBLE' }],
      });
    }
    expect(await world.tell({ viewerId }, world.event(playbackToken, { watchedMs: 20_000 }))).toEqual(accepted);
  });

  it('lets a phone that was offline tell hours of it at once', async () => {
    const tokens = await Promise.all(Array.from({ length: 180 }, () => world.tokenOf({ viewerId })));
    world.lib.clock.advance(hours(1));
    const told = tokens.map((playbackToken) => world.event(playbackToken, { watchedMs: 20_000 }));
    expect(await world.tell({ viewerId }, ...told)).toMatchObject({ accepted: 180, rejected: [] });
  });

  it('is forgotten once nothing can be told any more that it would matter for', async () => {
    await world.tell({ viewerId }, world.event(await world.tokenOf({ viewerId })));
    const kept = async () =>
      (await world.lib.database.read<{ viewerKey: string }>(clockRows)).map((row) => row.viewerKey);
    await world.lib.app.get(KeepViewData).handle();
    expect(await kept()).toContain(viewerId);
    world.lib.clock.advance(hours(73));
    await world.lib.app.get(KeepViewData).handle();
    expect(await kept()).not.toContain(viewerId);
  });
});

describe('a view that is sent again', () => {
  it('is a duplicate even when it would be refused by now', async () => {
    const playbackToken = await world.tokenOf({ viewerId });
    const first = world.event(playbackToken);
    await world.tell({ viewerId }, first);
    world.lib.clock.advance(hours(60));
    expect(await world.tell({ viewerId }, first, { ...first, id: 'late' })).toEqual({
      ...known,
      rejected: [{ id: 'late', code: 'TOO_OLD' }],
    });
  });

  it('meets its first copy across processes', async () => {
    const another = (await world.lib.anotherProcess()).get(ViewsService);
    const playbackToken = await world.tokenOf({ viewerId });
    world.lib.clock.advance(minutes(10));
    const events = Array.from({ length: 40 }, () => world.event(playbackToken));
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => (n % 2 ? world.views : another).record({ viewerId }, { events })),
    );
    expect(outcomes.reduce((sum, outcome) => sum + outcome.accepted, 0)).toBe(40);
    expect(outcomes.every((outcome) => outcome.accepted + outcome.duplicates === 40)).toBe(true);
  });
});

describe('a device’s clock', () => {
  it('may be ten minutes off, either way, and not more', async () => {
    const playbackToken = await world.tokenOf({ viewerId });
    world.lib.clock.advance(minutes(1));
    const now = world.lib.clock.now();
    const served = new Date(Math.floor(after(now, -minutes(1)).getTime() / 1_000) * 1_000);
    const events = [
      world.event(playbackToken, { id: 'fast', occurredAt: after(now, minutes(10)) }),
      world.event(playbackToken, { id: 'too fast', occurredAt: after(now, minutes(10) + 1) }),
      world.event(playbackToken, { id: 'slow', occurredAt: after(served, -minutes(10)) }),
      world.event(playbackToken, { id: 'too slow', occurredAt: after(served, -minutes(10) - 1) }),
    ];
    expect(await world.tell({ viewerId }, ...events)).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: [
        { id: 'too fast', code: 'IMPLAUSIBLE' },
        { id: 'too slow', code: 'IMPLAUSIBLE' },
      ],
    });
  });
});
