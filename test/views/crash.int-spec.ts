import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { after, FixedClock, hours, type MomentId, newId } from '@moments/kernel';
import { runMigrations, Settings } from '@moments/platform';
import { PlaybackTokens } from '@moments/views';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compiled, root } from '../../tools/stack/paths.js';
import { freePorts } from '../../tools/stack/ports.js';
import { type PrivatePostgres, startPostgres, withClient } from '../../tools/stack/postgres.js';
import { Processes } from '../../tools/stack/processes.js';
import { openLimits } from '../load/requests.js';
import { post } from '../support/gateway.js';
import { createTestEnvironment } from '../support/stack.js';

const secret = createHash('sha256').update('crash').digest();
const clients = 12;
const reportSize = 8;
// By turns a gateway and Postgres, which takes what is under way on both gateways along; often while a gateway still starts.
const kills = ['a', 'postgres', 'b', 'postgres', 'a', 'postgres', 'b', 'postgres', 'a', 'postgres'] as const;
const betweenMs = 700;

let folder: string;
let postgresPort: number;
let processes: Processes;
let postgres: PrivatePostgres;
let environment: Awaited<ReturnType<typeof createTestEnvironment>>;
let moments: MomentId[];
const urls: Record<'a' | 'b', string> = { a: '', b: '' };

const start = () => startPostgres(processes, { folder: join(folder, 'postgres'), port: postgresPort, durable: true });

beforeAll(async () => {
  environment = await createTestEnvironment();
  folder = await mkdtemp(join(tmpdir(), 'moments-views-crash-'));
  processes = new Processes(join(folder, 'logs'));
  const [database = 0, a = 0, b = 0] = await freePorts(3);
  [postgresPort, urls.a, urls.b] = [database, `http://127.0.0.1:${a}`, `http://127.0.0.1:${b}`];
  postgres = await start();
  await runMigrations({ databaseUrl: postgres.url, folder: join(root, 'migrations') });
  await openLimits(postgres.url);
  moments = Array.from({ length: 20 }, () => newId<'moment'>());
  await withClient(postgres.url, (db) =>
    db.query(
      `insert into moments (id, author_id, region, kind, status, caption, hashtags, comments_enabled, media,
                            idempotency_key, input_hash, created_at, updated_at, published_at)
       select id, $2, 'RU', 'VIDEO', 'PUBLISHED', '', '{}', true, '[]', id::text, 'test', now(), now(), now()
         from unnest($1::uuid[]) as id`,
      [moments, newId()],
    ),
  );
  await Promise.all([startGateway('a'), startGateway('b')]);
});

afterAll(async () => {
  await processes.stopAll();
  for (const path of [folder, ...postgres.outside]) await rm(path, { recursive: true, force: true });
  await environment.drop();
});

async function startGateway(name: 'a' | 'b'): Promise<void> {
  const base64 = secret.toString('base64');
  const child = processes.start({
    name,
    command: process.execPath,
    args: [compiled('apps/gateway/src/main')],
    env: {
      ...environment.env,
      NODE_ENV: 'test',
      DATABASE_URL: postgres.url,
      LOG_LEVEL: 'silent',
      HOST: '127.0.0.1',
      PORT: new URL(urls[name]).port,
      AUTH_SIGNING_SEED: base64,
      PLAYBACK_TOKEN_SECRET: base64,
      VIEWER_FINGERPRINT_SECRET: base64,
      CLICK_SIGNING_SECRET: base64,
      SEAL_KEY: base64,
    },
  });
  await processes.ready(child, async () => (await fetch(`${urls[name]}/health/ready`)).ok);
}

interface Report {
  events: { id: string; playbackToken: string; watchedMs: number; occurredAt: string }[];
  /** Ids of the events among them that nobody should believe. */
  bad: string[];
}

let pages = 0;
/** Some of the moments, others each time, so that all of them meet each other. */
function nextPage(): MomentId[] {
  pages += 1;
  return Array.from({ length: reportSize }, (_, index) => moments[(3 * pages + index) % moments.length]!);
}

/** What one page brings: most of it well told, some of it made up. */
async function aReport(): Promise<Report> {
  const settings = Object.create(Settings.prototype) as Settings;
  settings.get = async ({ fallback }) => fallback;
  const tokens = new PlaybackTokens(
    { secrets: [secret], fingerprintSecret: secret },
    settings,
    new FixedClock(after(new Date(), -hours(2))),
  );
  const serving = { feedSessionId: newId<'feedSession'>(), surface: 'FOR_YOU', promoted: false } as const;
  const served = await tokens.issue(serving, nextPage());
  const occurredAt = new Date().toISOString();
  const events = served.map((playbackToken) => ({ id: randomUUID(), playbackToken, watchedMs: 6_000, occurredAt }));
  const [forged, endless] = events;
  forged!.playbackToken = `${forged!.playbackToken.slice(0, -3)}AAA`;
  endless!.watchedMs = 60_000_000;
  return { events, bad: [forged!.id, endless!.id] };
}

const document = `mutation ($input: RecordViewsInput!) {
  recordViews(input: $input) { accepted duplicates rejected { id code } userErrors { code } } }`;

interface Outcome {
  accepted: number;
  duplicates: number;
  rejected: { id: string }[];
}

let reports = 0;
/** Sends a report until somebody answers it, on whichever gateway lives. */
async function untilAnswered({ events }: Report): Promise<Outcome> {
  for (let attempt = (reports += 1); ; attempt += 1) {
    const url = `${attempt % 2 ? urls.a : urls.b}/graphql`;
    const body = { query: document, variables: { input: { events } } };
    const answer = await post<{ recordViews: Outcome | null }>(url, body).catch(() => undefined);
    if (answer?.data?.recordViews) return answer.data.recordViews;
    await sleep(50);
  }
}

it('has every view that was accepted exactly once and none that was refused, whoever is killed under load', async () => {
  const told: Report[] = [];
  let answered = 0;
  let over = false;
  const client = async (): Promise<void> => {
    while (!over) {
      const report = await aReport();
      const { accepted, duplicates, rejected } = await untilAnswered(report);
      expect(accepted + duplicates).toBe(reportSize - report.bad.length);
      expect(rejected.map(({ id }) => id)).toEqual(report.bad);
      told.push(report);
      answered += 1;
    }
  };
  const load = Promise.all(Array.from({ length: clients }, client));
  const restarts: Promise<void>[] = [];
  for (const [index, name] of kills.entries()) {
    const before = answered;
    await Promise.race([load, sleep(betweenMs * (1 + index / kills.length))]);
    processes.killAll(name);
    if (name === 'postgres') postgres = await start();
    // The other one goes on meanwhile.
    else restarts.push(startGateway(name));
    while (answered === before) await Promise.race([load, sleep(20)]);
    if (restarts.length === 2) await Promise.all(restarts.splice(0));
  }
  await Promise.all(restarts);
  over = true;
  await load;

  const good = told.flatMap(({ events, bad }) => events.filter(({ id }) => !bad.includes(id)));
  const stored = await withClient(postgres.url, async (db) => {
    const { rows } = await db.query<{ id: string }>('select id from view_events order by id');
    return rows.map(({ id }) => id);
  });
  expect(stored).toEqual(good.map(({ id }) => id).toSorted());
  // Each moment of each page is there to be counted once: nobody has counted any yet.
  const uncounted = await withClient(postgres.url, async (db) => {
    const { rows } = await db.query<{ views: number }>(
      'select sum(cardinality(moment_ids))::int as views from uncounted_views',
    );
    return rows[0]?.views;
  });
  expect(uncounted).toBe(good.length);
});
