import autocannon from 'autocannon';
import { setTimeout as sleep } from 'node:timers/promises';
import { seed } from '../feed/seed.js';
import { bounded, figure, type Figure } from '../figure.js';
import { median } from '../measure.js';
import type { MeasuredServer, Programs } from '../programs.js';
import { openLimits } from '../requests.js';
import { signIn } from '../social/actors.js';
import { audience, reportOf, reportSize } from './audience.js';
import { copyEvents, forgetEvents, readEvents } from './copied-events.js';
import { scaled } from '../scale.js';

const connections = 64;
const accounts = 1_000;
const roundSeconds = scaled(8);
const rounds = scaled(3);
const mostMs = 100;

/**
 * Reports by phones with and without an account, through the gateway as in production, beside COPY of the very rows that
 * they became into the same table, emptied before each. Both are on disk when they are done.
 */
export async function ingestion(programs: Programs): Promise<Figure[]> {
  const databaseUrl = process.env.DATABASE_URL ?? '';
  await seed(databaseUrl);
  await openLimits(databaseUrl);
  const viewers = await audience(await signIn(databaseUrl, accounts));
  const gateway = await programs.gateway();
  const request = () => reportOf(viewers);

  await load(gateway, request);
  const ours: Load[] = [];
  const copied: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await forgetEvents(databaseUrl);
    const told = await load(gateway, request);
    const events = await readEvents(databaseUrl);
    if (events.rows < told.events) throw new Error(`${told.events} events were accepted, ${events.rows} are there`);
    ours.push(told);
    copied.push(await copyEvents(databaseUrl, events));
  }
  const perSecond = median(ours.map((told) => told.perSecond));
  const half = await pacedLoad(gateway, request, perSecond / reportSize / 2);
  return [
    figure({
      name: `view events in reports of ${reportSize}, ${connections} connections / one COPY of the same rows`,
      ours: perSecond,
      reference: median(copied),
      target: 0.3,
      better: 'higher',
      unit: 'events/s',
      p50: median(ours.map(({ p50 }) => p50)),
      p99: median(ours.map(({ p99 }) => p99)),
    }),
    {
      ...bounded({
        name: `p99 of a report at half that load (bound: ${mostMs} ms)`,
        ours: half.p99,
        bound: mostMs,
        unit: 'ms',
      }),
      p50: half.p50,
      p99: half.p99,
    },
  ];
}

interface Load {
  events: number;
  perSecond: number;
  p50: number;
  p99: number;
}

/** Sends reports for a while, as fast as they are answered; all of them must be accepted whole. */
async function load(server: MeasuredServer, report: () => ReturnType<typeof reportOf>): Promise<Load> {
  const result = await autocannon({
    url: server.url,
    connections,
    duration: roundSeconds,
    verifyBody: (body) => String(body).includes(`"accepted":${reportSize},`),
    requests: [{ setupRequest: (request) => ({ ...request, ...report() }) }],
  });
  // What was under way at the end is done, too.
  await sleep(1_000);
  const { non2xx, errors, mismatches } = result;
  if (non2xx + errors + mismatches > 0) throw new Error(`${non2xx} refusals, ${errors} errors, ${mismatches} not done`);
  // Answers: the requests that it counts by the second leave the last one out.
  const events = result['2xx'] * reportSize;
  return { events, perSecond: events / result.duration, p50: result.latency.p50, p99: result.latency.p99 };
}

/**
 * Sends so many reports a second, evenly: each has its instant, and is timed from it, so that one that has to wait for
 * others is not left out. autocannon would send a second's share at once.
 */
async function pacedLoad(
  server: MeasuredServer,
  report: () => ReturnType<typeof reportOf>,
  perSecond: number,
): Promise<{ p50: number; p99: number }> {
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  const tell = async (dueMs: number): Promise<void> => {
    await sleep(Math.max(0, dueMs - performance.now()));
    const { path, ...request } = report();
    const response = await fetch(new URL(path, server.url), request);
    const answer = await response.text();
    if (!answer.includes(`"accepted":${reportSize},`)) throw new Error(`not accepted whole: ${answer.slice(0, 200)}`);
    latenciesMs.push(performance.now() - dueMs);
  };
  const count = Math.round(perSecond * roundSeconds);
  await Promise.all(Array.from({ length: count }, (_, index) => tell(startedMs + (index * 1_000) / perSecond)));
  const sorted = latenciesMs.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
