import autocannon from 'autocannon';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { profileOf, toGlobalId } from '@moments/kernel';
import { account, moment, seed, seededId } from './feed/seed.js';
import { bounded, figure, type Figure } from './figure.js';
import { interleaved, median } from './measure.js';
import { type MeasuredServer, withPrograms } from './programs.js';
import { openLimits, prepared, type PreparedRequest, statementsPerRequest } from './requests.js';
import { signIn } from './social/actors.js';
import { followBody, likeBody, profilePageBody } from './social/documents.js';
import { findPgbench, pgbench, scriptOf } from './social/pgbench.js';
import { cast, recordStatements, type RecordedStatements } from './social/product-statements.js';
import { scaled } from './scale.js';

const connections = 64;
const accounts = 1_000;
const moments = 1_000;
const roundSeconds = scaled(8);
const rounds = scaled(2);

/**
 * Liking and taking it back, following and taking it back, by 1,000 accounts with 1,000 moments and with each other:
 * beside pgbench with the very statements that the product sends, and beside bare node:http with the same bytes; and the
 * statements of a profile's page.
 */
export const social = (): Promise<Figure[]> =>
  withPrograms(async (programs) => {
    // Missed at the start, not when everything else is ready.
    findPgbench();
    const databaseUrl = process.env.DATABASE_URL ?? '';
    await seed(databaseUrl);
    await openLimits(databaseUrl);
    const statements = await recordStatements();
    const tokens = await signIn(databaseUrl, accounts);
    const gateway = await programs.gateway();
    const [like, unlike] = likeAndUnlike(tokens);
    const bodyFile = join(process.env.BENCH_FOLDER ?? '.', 'like.json');
    await writeFile(bodyFile, await answerOf(gateway, like));
    await answerOf(gateway, unlike);
    const bare = await programs.server('bare-http', 'test/load/reference/bare-http', '/', { BODY_FILE: bodyFile });

    const page = prepared(tokens[0] ?? '', profilePageBody('seed.2'));
    const pages = Array.from({ length: 20 }, () => page);
    const pageStatements = await statementsPerRequest(databaseUrl, gateway, pages);

    const scripts = scriptsOf(statements);
    const straight = (script: string, name: string): Promise<Load> =>
      pgbench(script, { databaseUrl, connections, seconds: roundSeconds, name }).then(twice);
    const measured = await interleaved(rounds, {
      likes: () => load(gateway, () => likeAndUnlike(tokens)),
      likesStraight: () => straight(scripts.likes, 'likes'),
      follows: () => load(gateway, () => followAndUnfollow(tokens)),
      followsStraight: () => straight(scripts.follows, 'follows'),
      bare: () => load(bare, () => likeAndUnlike(tokens)),
    });
    const { likes, likesStraight, follows, followsStraight } = measured;
    const against = (name: string, ours: readonly Load[], reference: readonly Load[], target?: number) =>
      compared({
        name: `${name}, ${connections} connections / ${target ? 'the same SQL in pgbench' : 'bare node:http'}`,
        ours,
        reference,
        target,
      });
    return [
      against('like and unlike', likes, likesStraight, 0.25),
      against('like and unlike', likes, measured.bare),
      against('follow and unfollow', follows, followsStraight, 0.25),
      against('follow and unfollow', follows, measured.bare),
      bounded({ name: 'SQL statements of a profile’s page (bound: 4)', ours: pageStatements, bound: 4, unit: '' }),
    ];
  });

interface Load {
  /** Deeds: a like and its undoing are two. */
  perSecond: number;
  p50?: number;
  p99?: number;
}

// A script of pgbench's is a deed and its undoing.
const twice = (scriptsPerSecond: number): Load => ({ perSecond: scriptsPerSecond * 2 });

/** A deed and its undoing, by somebody, at random. */
type Pair = readonly [PreparedRequest, PreparedRequest];

const draw = (most: number): number => 1 + Math.floor(Math.random() * most);

function likeAndUnlike(tokens: readonly string[]): Pair {
  const token = tokens[draw(accounts) - 1] ?? '';
  const id = toGlobalId('moment', seededId('moment', draw(moments)));
  return [prepared(token, likeBody('like', id)), prepared(token, likeBody('unlike', id))];
}

function followAndUnfollow(tokens: readonly string[]): Pair {
  const follower = draw(accounts);
  const followee = 1 + ((follower - 1 + draw(accounts - 1)) % accounts);
  const token = tokens[follower - 1] ?? '';
  const id = toGlobalId('profile', profileOf(seededId('account', followee)));
  return [prepared(token, followBody('follow', id)), prepared(token, followBody('unfollow', id))];
}

/** Sends pairs on every connection for a while; throws when any answer is not what a deed that was done has. */
async function load(server: MeasuredServer, drawPair: () => Pair): Promise<Load> {
  // Each connection undoes what it has done: a context is a connection's own.
  const result = await autocannon({
    url: server.url,
    connections,
    duration: roundSeconds,
    verifyBody: (body) => String(body).includes('"userErrors":[]'),
    requests: [
      { setupRequest: (request, context: { pair?: Pair }) => ({ ...request, ...(context.pair = drawPair())[0] }) },
      { setupRequest: (request, context: { pair?: Pair }) => ({ ...request, ...(context.pair ?? drawPair())[1] }) },
    ],
  });
  const { non2xx, errors, mismatches } = result;
  if (non2xx + errors + mismatches > 0) throw new Error(`${non2xx} refusals, ${errors} errors, ${mismatches} not done`);
  return {
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

async function answerOf(server: MeasuredServer, request: PreparedRequest): Promise<string> {
  const answer = await (await fetch(server.url + request.path, request)).text();
  if (!answer.includes('"userErrors":[]')) throw new Error(`not done: ${answer}`);
  return answer;
}

/** The recorded statements about other accounts and moments every time: drawn as the requests are. */
function scriptsOf({ liking, following }: RecordedStatements): { likes: string; follows: string } {
  const drawActor = `\\set actor random(1, ${accounts})`;
  const actor = [cast.actor, account('(:actor)::int')] as const;
  return {
    likes: scriptOf(liking, {
      draws: [drawActor, `\\set moment random(1, ${moments})`],
      replaced: new Map<string, string>([actor, [cast.moment, moment('(:moment)::int')]]),
    }),
    follows: scriptOf(following, {
      draws: [drawActor, `\\set other 1 + (:actor - 1 + random(1, ${accounts - 1})) % ${accounts}`],
      replaced: new Map<string, string>([actor, [cast.other, account('(:other)::int')]]),
    }),
  };
}

function compared(measured: {
  name: string;
  ours: readonly Load[];
  reference: readonly Load[];
  target?: number;
}): Figure {
  const { name, ours, reference, target } = measured;
  const middle = (loads: readonly Load[], value: keyof Load): number =>
    median(loads.map((entry) => entry[value] ?? Number.NaN));
  return figure({
    name,
    ours: middle(ours, 'perSecond'),
    reference: middle(reference, 'perSecond'),
    target,
    better: 'higher',
    unit: 'deeds/s',
    p50: middle(ours, 'p50'),
    p99: middle(ours, 'p99'),
  });
}
