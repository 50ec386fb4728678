import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { after, FixedClock, hours, minutes, type MomentId, newId, toGlobalId } from '@moments/kernel';
import { commonEnvironment, Database, PlatformModule, Settings } from '@moments/platform';
import { anAccount, openFeature } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { testPlayback } from '@moments/testing/views';
import {
  Fingerprints,
  playbackEnvironment,
  playbackOptionsFrom,
  PlaybackTokens,
  type Serving,
  ViewsJobsModule,
  ViewsModule,
} from '@moments/views';
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { until } from '../support/eventually.js';
import { gatewayOn, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';
import { createTestEnvironment } from '../support/stack.js';

const secrets = { first: randomBytes(32).toString('base64'), second: randomBytes(32).toString('base64') };
const fingerprintSecret = randomBytes(32).toString('base64');

let drop: () => Promise<void>;
let gateways: [TestGateway, TestGateway];
let worker: INestApplicationContext;
let world: { database: Database };
let viewer: Person;
let momentId: MomentId;

beforeAll(async () => {
  const environment = await createTestEnvironment();
  drop = environment.drop;
  // In the middle of changing the secret: each signs with another one and takes both.
  const start = (signs: string, accepts: string) =>
    gatewayOn(environment.env, {
      env: {
        PLAYBACK_TOKEN_SECRET: signs,
        PLAYBACK_PREVIOUS_TOKEN_SECRETS: accepts,
        VIEWER_FINGERPRINT_SECRET: fingerprintSecret,
      },
    });
  gateways = [await start(secrets.first, secrets.second), await start(secrets.second, secrets.first)];
  world = gateways[0];
  await openFeature(world, 'MOMENTS');
  const platform = PlatformModule.forRoot('worker', z.object(commonEnvironment).parse(environment.env));
  class CountingWorker {}
  worker = await NestFactory.createApplicationContext(
    { module: CountingWorker, imports: [platform, ViewsModule.forRoot(testPlayback()), ViewsJobsModule] },
    { logger: false },
  );
});

afterAll(async () => {
  await Promise.all([...gateways, worker].map((process) => process.close()));
  await drop();
});

beforeEach(async () => {
  viewer = await aPerson(gateways[0]);
  momentId = await aPublishedMoment(world, { authorId: await anAccount(world), durationMs: 20_000 });
});

interface As {
  on?: 0 | 1;
  token?: string;
  device?: string;
}
type Told = Record<string, unknown>;

const document = `mutation ($input: RecordViewsInput!) { recordViews(input: $input) {
  accepted duplicates rejected { id code } userErrors { code field } } }`;

async function tell({ on = 0, token, device }: As, ...events: Told[]) {
  const headers: Record<string, string> = device === undefined ? {} : { 'x-device-id': device };
  const { data, errors } = await gateways[on].query<{ recordViews: Record<string, unknown> & { accepted: number } }>(
    document,
    { input: { events } },
    { token, headers },
  );
  expect(errors).toBeUndefined();
  const { userErrors, ...outcome } = data!.recordViews;
  expect(userErrors).toEqual([]);
  return outcome;
}

/** A token as the product issues them, of some time ago. */
async function served(change: Partial<Serving> & { agoMs?: number; moment?: MomentId; secret?: string } = {}) {
  const { agoMs = minutes(10), moment = momentId, secret = secrets.first, ...serving } = change;
  const options = playbackOptionsFrom(
    z
      .object(playbackEnvironment)
      .parse({ PLAYBACK_TOKEN_SECRET: secret, VIEWER_FINGERPRINT_SECRET: fingerprintSecret }),
  );
  const tokens = new PlaybackTokens(options, gateways[0].app.get(Settings), new FixedClock(after(new Date(), -agoMs)));
  const said = { feedSessionId: newId<'feedSession'>(), surface: 'FOR_YOU', promoted: false, ...serving } as const;
  return (await tokens.issue(said, [moment]))[0]!;
}

const mine = (change: Parameters<typeof served>[0] = {}) => served({ viewerId: viewer.accountId, ...change });

const event = (playbackToken: string, change: Told = {}): Told => ({
  id: randomUUID(),
  playbackToken,
  watchedMs: 6_000,
  occurredAt: new Date().toISOString(),
  ...change,
});

const outcome = (accepted: number, duplicates = 0, rejected: unknown[] = []) => ({ accepted, duplicates, rejected });
const invalid = (id: string) => outcome(0, 0, [{ id, code: 'INVALID_TOKEN' }]);

describe('a reported view', () => {
  it('is accepted once, however often and wherever it is replayed', async () => {
    const { token } = viewer;
    const first = event(await mine());
    expect(await tell({ token }, first)).toEqual(outcome(1));
    for (const on of [0, 1, 1] as const) expect(await tell({ on, token }, first)).toEqual(outcome(0, 1));
    expect(await tell({ on: 1, token }, { ...first, watchedMs: 19_000 }, event(await mine()))).toEqual(outcome(1, 1));
  });

  it('is accepted once of batches that overlap, sent to two gateways at once', async () => {
    const { token } = viewer;
    const tokens = await Promise.all(Array.from({ length: 60 }, () => mine({ agoMs: hours(2) })));
    const events = tokens.map((playbackToken) => event(playbackToken));
    const told = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        tell({ on: n % 2 ? 1 : 0, token }, ...events.slice((n % 6) * 8, (n % 6) * 8 + 20)),
      ),
    );
    expect(told.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(60);
  });

  it('is refused under a token that is forged, swapped, of an unknown key, or no token', async () => {
    const { token } = viewer;
    const good = await mine();
    const [bytes, another] = [Buffer.from(good, 'base64url'), await anAccount(world)];
    bytes[20] = bytes[20]! ^ 1;
    const bad = {
      forged: bytes.toString('base64url'),
      cut: good.slice(0, -4),
      nothing: '',
      injected: `'; drop table view_events; --`,
      foreign: await served({ viewerId: another }),
      'of an unknown key': await mine({ secret: randomBytes(32).toString('base64') }),
      'of nobody': await served({}),
    };
    const events = Object.entries(bad).map(([id, playbackToken]) => event(playbackToken, { id }));
    expect(await tell({ token }, ...events, event(good))).toEqual({
      ...outcome(1),
      rejected: Object.keys(bad).map((id) => ({ id, code: 'INVALID_TOKEN' })),
    });
    expect(await tell({}, event(good, { id: 'signed out' }))).toEqual(invalid('signed out'));
  });

  it('counts for the moment that it was served for, though ids are mixed up', async () => {
    const other = await aPublishedMoment(world, { authorId: await anAccount(world), durationMs: 20_000 });
    const id = randomUUID();
    const { token } = viewer;
    expect(await tell({ token }, event(await mine(), { id }), event(await mine({ moment: other }), { id }))).toEqual(
      outcome(2),
    );
  });

  it('is taken under a token of either secret while that is being changed', async () => {
    const { token } = viewer;
    expect(await tell({ on: 0, token }, event(await mine({ secret: secrets.second })))).toEqual(outcome(1));
    expect(await tell({ on: 1, token }, event(await mine({ secret: secrets.first })))).toEqual(outcome(1));
  });

  it('is refused when it was watched after the token had expired, and when it is told too late', async () => {
    const { token } = viewer;
    const old = await mine({ agoMs: hours(25) });
    const older = await mine({ agoMs: hours(50) });
    const at = (agoMs: number) => ({ occurredAt: after(new Date(), -agoMs).toISOString() });
    expect(
      await tell(
        { token },
        event(old, { id: 'expired' }),
        event(old, { id: 'in time', ...at(hours(2)) }),
        event(older, { id: 'too old', ...at(hours(49)) }),
      ),
    ).toEqual({
      ...outcome(1),
      rejected: [
        { id: 'expired', code: 'EXPIRED_TOKEN' },
        { id: 'too old', code: 'TOO_OLD' },
      ],
    });
  });

  it('is believed of a clock that is ten minutes off, and not of one that is further', async () => {
    const { token } = viewer;
    const playbackToken = await mine({ agoMs: minutes(1) });
    const at = (ms: number) => ({ occurredAt: after(new Date(), ms).toISOString() });
    expect(
      await tell(
        { token },
        event(playbackToken, { id: 'fast', ...at(minutes(9)) }),
        event(playbackToken, { id: 'slow', ...at(-minutes(10)) }),
        event(playbackToken, { id: 'too fast', ...at(minutes(12)) }),
        event(playbackToken, { id: 'too slow', ...at(-minutes(13)) }),
      ),
    ).toEqual({
      ...outcome(2),
      rejected: ['too fast', 'too slow'].map((id) => ({ id, code: 'IMPLAUSIBLE' })),
    });
  });

  it('is not longer than the moment plays, nor than the time since it was served', async () => {
    const { token } = viewer;
    const [fresh, old] = [await mine({ agoMs: 0 }), await mine({ agoMs: hours(1) })];
    const codes = await tell(
      { token },
      event(old, { id: 'too long', watchedMs: 23_000 }),
      event(old, { id: 'looped', watchedMs: 60_000, loops: 2 }),
      event(old, { id: 'behind the end', positionMs: 23_000 }),
      event(fresh, { id: 'too soon', watchedMs: 200_000, loops: 10 }),
      event(fresh, { id: 'negative', watchedMs: -1 }),
    );
    expect(codes).toEqual({
      ...outcome(1),
      rejected: ['too long', 'behind the end', 'too soon', 'negative'].map((id) => ({ id, code: 'IMPLAUSIBLE' })),
    });
  });

  it('shares the time that its viewer has with all the others, on whichever gateway', async () => {
    const { token } = viewer;
    const tokens = await Promise.all(Array.from({ length: 40 }, () => mine({ agoMs: minutes(2) })));
    const told = await Promise.all(
      tokens.map((playbackToken, n) => tell({ on: n % 2 ? 1 : 0, token }, event(playbackToken, { watchedMs: 20_000 }))),
    );
    // Two minutes, and one that is tolerated; a little more for the seconds that this takes.
    const accepted = told.reduce((sum, one) => sum + one.accepted, 0);
    expect(accepted).toBeGreaterThanOrEqual(9);
    expect(accepted).toBeLessThanOrEqual(11);
  });
});

describe('somebody who signs in', () => {
  it('tells what was served to their device before, and nobody tells it from another', async () => {
    const device = randomUUID();
    await aPublishedMoment(world, { authorId: await anAccount(world) });
    const { data } = await gateways[0].query<{ feed: { edges: { playbackToken: string }[] } }>(
      '{ feed(first: 2) { edges { playbackToken } } }',
      {},
      { headers: { 'x-device-id': device } },
    );
    const [one, other] = data!.feed.edges.map(({ playbackToken }) => playbackToken);
    const { token } = viewer;
    expect(await tell({ device }, event(one!))).toEqual(outcome(1));
    expect(await tell({ device: 'another' }, event(other!, { id: 'x' }))).toEqual(invalid('x'));
    expect(await tell({ token }, event(other!, { id: 'x' }))).toEqual(invalid('x'));
    const late = event(other!);
    expect(await tell({ device, token, on: 1 }, late)).toEqual(outcome(1));
    expect(await tell({ device, token }, late)).toEqual(outcome(0, 1));
    const deviceId = gateways[0].app.get(Fingerprints).deviceOf(device);
    const { rows } = await world.database.pool.query(
      'select viewer_id, viewer_key from view_events where device_id = $1 order by viewer_id nulls first',
      [deviceId],
    );
    expect(rows).toEqual([
      { viewer_id: null, viewer_key: deviceId },
      { viewer_id: viewer.accountId, viewer_key: viewer.accountId },
    ]);
  });

  it('may say anything at all of their device', async () => {
    for (const device of ['', ' ', 'x'.repeat(5_000), `' or 1=1 --`, 'naïve'.normalize('NFC')]) {
      expect(await tell({ device, token: viewer.token }, event(await mine()))).toEqual(outcome(1));
    }
  });
});

describe('public counters', () => {
  it('tell a view on every gateway within seconds', async () => {
    const viewsOn = async (on: 0 | 1) => {
      const { data } = await gateways[on].query<{ moment: { stats: { views: number } } }>(
        '{ moment(id: $id) { stats { views } } }'.replace('$id', JSON.stringify(toGlobalId('moment', momentId))),
      );
      return data!.moment.stats.views;
    };
    expect([await viewsOn(0), await viewsOn(1)]).toEqual([0, 0]);
    await tell({ token: viewer.token }, event(await mine()), event(await mine()));
    for (const on of [0, 1] as const) await until(async () => (await viewsOn(on)) === 2);
  });
});
