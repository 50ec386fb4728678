import autocannon from 'autocannon';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromGlobalId } from '@moments/kernel';
import { GraphqlClient } from '../../tools/client/graphql-client.js';
import { bounded, figure, type Figure } from './figure.js';
import { feedBody, feedDocument } from './feed/document.js';
import { seed, seedHabits } from './feed/seed.js';
import { interleaved, median } from './measure.js';
import { cpuMs, type MeasuredServer, type Programs, withPrograms } from './programs.js';
import { openLimits, prepared, type PreparedRequest, statementsPerRequest } from './requests.js';
import { scaled } from './scale.js';

const connections = 64;
const viewers = 20;
const pagesEach = 4;
const roundSeconds = scaled(8);
const rounds = scaled(3);

/**
 * The mobile app's feed query with 20,000 moments, 2,000 accounts and 200,000 likes and follows in the database: requests
 * a second beside bare node:http with the same bytes, CPU per request beside Mercurius by hand, SQL statements per request.
 */
export const feed = (): Promise<Figure[]> =>
  withPrograms(async (programs) => {
    const databaseUrl = process.env.DATABASE_URL ?? '';
    await seed(databaseUrl);
    await openLimits(databaseUrl);
    const gateway = await programs.gateway();
    const tokens = await signUpViewers(gateway.url, databaseUrl);
    const [mercurius, bare] = await Promise.all([
      startMercurius(programs, gateway),
      startBareHttp(programs, gateway, tokens),
    ]);
    const requestsOf = {
      ours: await scrolling(`${gateway.url}/graphql`, tokens),
      mercurius: await scrolling(`${mercurius.url}/graphql`, tokens),
    };

    const statements = await statementsPerRequest(databaseUrl, gateway, requestsOf.ours);
    const measured = await interleaved(rounds, {
      ours: () => load(gateway, requestsOf.ours),
      bare: () => load(bare, requestsOf.ours),
      mercurius: () => load(mercurius, requestsOf.mercurius),
    });
    const of = (name: keyof typeof measured, value: keyof Load): number =>
      median(measured[name].map((entry) => entry[value]));
    return [
      figure({
        name: `feed, ${connections} connections / bare node:http`,
        ours: of('ours', 'perSecond'),
        reference: of('bare', 'perSecond'),
        target: 0.08,
        better: 'higher',
        unit: 'req/s',
        p50: of('ours', 'p50'),
        p99: of('ours', 'p99'),
      }),
      figure({
        name: 'server CPU per request / Mercurius + jit + pg by hand',
        ours: of('ours', 'cpuMs'),
        reference: of('mercurius', 'cpuMs'),
        target: 1.2,
        better: 'lower',
        unit: 'ms',
      }),
      figure({
        name: 'requests a second / Mercurius + jit + pg by hand',
        ours: of('ours', 'perSecond'),
        reference: of('mercurius', 'perSecond'),
        better: 'higher',
        unit: 'req/s',
      }),
      bounded({ name: 'SQL statements per request (bound: 6)', ours: statements, bound: 6, unit: '' }),
    ];
  });

interface Load {
  perSecond: number;
  /** CPU of the server's process per request. */
  cpuMs: number;
  p50: number;
  p99: number;
}

/** Sends the prepared requests over and over for a while; throws when any answer is not a 200. */
async function load(server: MeasuredServer, requests: readonly PreparedRequest[]): Promise<Load> {
  const cpuBefore = await cpuMs(server.pid);
  const result = await autocannon({ url: server.url, connections, duration: roundSeconds, requests: [...requests] });
  const used = (await cpuMs(server.pid)) - cpuBefore;
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals, ${result.errors} errors`);
  return {
    perSecond: result.requests.total / result.duration,
    cpuMs: used / result.requests.total,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

interface FeedAnswer {
  feed: { pageInfo: { endCursor: string }; edges: object[] };
}

/** What viewers send who open the feed and scroll through some pages. */
async function scrolling(url: string, tokens: readonly string[]): Promise<PreparedRequest[]> {
  const requests: PreparedRequest[] = [];
  for (const token of tokens) {
    let after: string | undefined;
    for (let page = 0; page < pagesEach; page += 1) {
      requests.push(prepared(token, feedBody(after)));
      const answer = await new GraphqlClient(url, token).send<FeedAnswer>(feedDocument, { after: after ?? null });
      if (answer.feed.edges.length !== 10) throw new Error(`a page of ${answer.feed.edges.length}`);
      after = answer.feed.pageInfo.endCursor;
    }
  }
  return requests;
}

const signUpDocument = `mutation SignUp($input: SignUpInput!) {
  signUp(input: $input) { accessToken account { id } userErrors { message } }
}`;

async function signUpViewers(url: string, databaseUrl: string): Promise<string[]> {
  const client = new GraphqlClient(`${url}/graphql`);
  const signedUp: { accessToken: string; account: { id: string } }[] = [];
  for (let viewer = 0; viewer < viewers; viewer += 1) {
    const handle = `viewer.${viewer}`;
    const password = randomBytes(12).toString('base64url');
    const input = { email: `${handle}@example.com`, password, handle, displayName: handle, region: 'RU' };
    signedUp.push((await client.send<{ signUp: (typeof signedUp)[number] }>(signUpDocument, { input })).signUp);
  }
  await seedHabits(
    databaseUrl,
    signedUp.map(({ account }) => fromGlobalId('account', account.id) ?? ''),
  );
  return signedUp.map(({ accessToken }) => accessToken);
}

async function startMercurius(programs: Programs, gateway: MeasuredServer): Promise<MeasuredServer> {
  const jwks = (await (await fetch(`${gateway.url}/.well-known/jwks.json`)).json()) as { keys: object[] };
  return programs.server('mercurius', 'test/load/reference/mercurius', '/ready', { JWKS: JSON.stringify(jwks.keys) });
}

/** Bare node:http that sends the bytes of one of our own answers. */
async function startBareHttp(
  programs: Programs,
  gateway: MeasuredServer,
  tokens: readonly string[],
): Promise<MeasuredServer> {
  const request = prepared(tokens[0] ?? '', feedBody());
  const bodyFile = join(process.env.BENCH_FOLDER ?? '.', 'feed.json');
  await writeFile(bodyFile, await (await fetch(`${gateway.url}/graphql`, request)).text());
  return programs.server('bare-http', 'test/load/reference/bare-http', '/', { BODY_FILE: bodyFile });
}
