import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { v7 } from 'uuid';
import { withClient } from '../../tools/stack/postgres.js';
import { copyIn } from './catalogue/copy.js';
import { copyStatement, rowsOf, seller, toCopyText, toNdjson } from './catalogue/rows.js';
import { byHand, queries, searchDocument } from './catalogue/searches.js';
import { bounded, figure, type Figure } from './figure.js';
import { interleaved, median, seconds } from './measure.js';
import { type MeasuredServer, withPrograms } from './programs.js';
import { openLimits } from './requests.js';
import { scaled } from './scale.js';

const products = scaled(200_000);
const rounds = 1;
const timesEach = scaled(20);
const mostMegabytes = 300;

/** A catalogue goes in beside COPY into the same table, and is searched beside the same SQL over node-postgres. */
export const catalogue = (): Promise<Figure[]> =>
  withPrograms(async (programs) => {
    const databaseUrl = process.env.DATABASE_URL ?? '';
    await openLimits(databaseUrl);
    const key = await letIn(databaseUrl);
    const gateway = await programs.gateway();
    const rows = rowsOf(products);
    const [ndjson, copyText] = [toNdjson(rows), toCopyText(rows)];
    const measured = await interleaved(rounds, {
      copy: () => emptied(databaseUrl, () => copyIn(databaseUrl, copyStatement, copyText)),
      ours: () => emptied(databaseUrl, () => put(gateway, key, ndjson)),
    });
    const peak = await peakBytes(gateway.pid);
    const again = await seconds(() => put(gateway, key, ndjson));
    await withClient(databaseUrl, (client) => client.query('vacuum analyze products, product_words'));
    const latencies = await searchLatencies(gateway, databaseUrl);
    return [
      figure({
        name: `bulk upsert of ${products} new products / COPY into the same table with the same indexes`,
        ours: products / median(measured.ours),
        reference: products / median(measured.copy),
        target: 0.25,
        better: 'higher',
        unit: 'products/s',
      }),
      figure({
        name: 'the same stream sent again, nothing changed / COPY',
        ours: products / again,
        reference: products / median(measured.copy),
        better: 'higher',
        unit: 'products/s',
      }),
      bounded({
        name: `peak memory of the gateway (bound: ${mostMegabytes} MB)`,
        ours: Math.round(peak / 1_000_000),
        bound: mostMegabytes,
        unit: 'MB',
      }),
      figure({
        name: `search among ${products}, p99 / the same by hand in SQL`,
        ours: percentile(latencies.ours, 0.99),
        reference: percentile(latencies.reference, 0.99),
        target: 1.5,
        better: 'lower',
        unit: 'ms',
        p50: percentile(latencies.ours, 0.5),
        p99: percentile(latencies.ours, 0.99),
      }),
    ];
  });

/** An integration and a seller, straight into the database; gives the key. */
async function letIn(databaseUrl: string): Promise<string> {
  const key = `mik_bench_${randomBytes(24).toString('base64url')}`;
  await withClient(databaseUrl, async (client) => {
    const id = v7();
    await client.query(
      `insert into integrations (id, name, scopes, created_at) values ($1, 'bench', '{catalogue:write}', now())`,
      [id],
    );
    await client.query(
      `insert into integration_keys (id, integration_id, prefix, hash, created_at) values ($1, $2, 'mik_bench', $3, now())`,
      [v7(), id, createHash('sha256').update(key).digest()],
    );
    await client.query(`insert into sellers (id, external_id, name, created_at) values ($1, $2, 'Bench', now())`, [
      seller.id,
      seller.externalId,
    ]);
  });
  return key;
}

async function emptied(databaseUrl: string, work: () => Promise<void>): Promise<number> {
  await withClient(databaseUrl, async (client) => {
    await client.query('truncate products, product_words');
    await client.query('checkpoint');
  });
  return seconds(work);
}

async function put(gateway: MeasuredServer, key: string, chunks: readonly Buffer[]): Promise<void> {
  const call = request(`${gateway.url}/integration/v1/products`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
  });
  const answered = once(call, 'response') as Promise<[IncomingMessage]>;
  await pipeline(Readable.from(chunks), call);
  const [response] = await answered;
  const answer = await text(response);
  const last = answer.trimEnd().split('\n').at(-1) ?? '';
  const { totals } = JSON.parse(last) as { totals?: { received: number; refused: number } };
  if (totals?.received !== products || totals.refused > 0) throw new Error(`${response.statusCode}: ${last}`);
}

/** The most that a process has held since it started. */
async function peakBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

/** Every query several times, ours and by hand by turns; in ms. */
async function searchLatencies(
  gateway: MeasuredServer,
  databaseUrl: string,
): Promise<{ ours: number[]; reference: number[] }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const found = { ours: [] as number[], reference: [] as number[] };
  try {
    for (let time = 0; time <= timesEach; time += 1) {
      for (const query of queries) {
        const reference = 1_000 * (await seconds(() => client.query({ ...byHand, values: [query] })));
        const ours = 1_000 * (await seconds(() => search(gateway, query)));
        // The first time warms up.
        if (time === 0) continue;
        found.reference.push(reference);
        found.ours.push(ours);
      }
    }
  } finally {
    await client.end();
  }
  return found;
}

async function search(gateway: MeasuredServer, query: string): Promise<void> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: searchDocument, variables: { query } }),
  });
  const { errors } = (await response.json()) as { errors?: object[] };
  if (errors) throw new Error(JSON.stringify(errors));
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
