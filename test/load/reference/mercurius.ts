/**
 * The feed as one would write it by hand for speed: Mercurius with graphql-jit, node-postgres, prepared statements, one
 * statement per kind of thing, the candidates kept in memory. It verifies tokens, keeps sessions and signs playback tokens
 * as the product does, and does nothing else that the product does.
 */
import Fastify, { type FastifyRequest } from 'fastify';
import { createPublicKey, createHmac, randomUUID, verify } from 'node:crypto';
import mercurius, { type IResolvers } from 'mercurius';
import { createClient } from 'redis';
import { loaders, type MomentRow, read, resolvers, schema } from './mercurius-moments.js';

declare module 'mercurius' {
  interface MercuriusContext {
    viewer: string;
  }
}

const { REDIS_URL, PORT, HOST, JWKS = '[]' } = process.env;
const redis = await createClient({ url: REDIS_URL }).connect();

const newest = `select id from moments where status = 'PUBLISHED' order by published_at desc limit 2000`;
const candidates = (await read<{ id: string }>('newest', newest, [])).map(({ id }) => id);

const verified = new Map<string, string>();
const keys = new Map(
  (JSON.parse(JWKS) as { kid: string }[]).map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]),
);

function viewerOf(request: FastifyRequest): string {
  const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
  const known = verified.get(token);
  if (known) return known;
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const key = keys.get(kid);
  if (!key) throw new Error('unknown key');
  if (!verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')))
    throw new Error('forged');
  const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string };
  const hex = sub.replace(/^acc_/, '').replaceAll('-', '');
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  verified.set(token, id);
  return id;
}

const playbackToken = (viewer: string, moment: string, session: string): string => {
  const claims = Buffer.from(JSON.stringify([viewer, moment, session, Date.now()])).toString('base64url');
  return `${claims}.${createHmac('sha256', 'reference').update(claims).digest('base64url')}`;
};

interface Cursor {
  session: string;
  position: number;
}

async function feed(_: unknown, { first, after }: { first: number; after?: string }, { viewer }: { viewer: string }) {
  const cursor = after ? (JSON.parse(Buffer.from(after, 'base64url').toString()) as Cursor) : undefined;
  const session = cursor?.session ?? randomUUID();
  if (cursor) await redis.get(`reference:${session}`);
  else await redis.set(`reference:${session}`, viewer, { expiration: { type: 'EX', value: 3600 } });
  const start = cursor?.position ?? 0;
  const ahead = candidates.slice(start, start + first + 10);
  const hidden = await read<{ id: string }>(
    'hidden',
    `select asked.id from unnest($1::uuid[]) asked (id)
       left join moments m on m.id = asked.id and m.status = 'PUBLISHED'
       left join watched_moments w on w.viewer_id = $2 and w.moment_id = asked.id and w.last_watched_at > now() - interval '30 days'
      where m.id is null or w.moment_id is not null`,
    [ahead, viewer],
  );
  const without = new Set(hidden.map(({ id }) => id));
  const ids = ahead.filter((id) => !without.has(id)).slice(0, first);
  const found = await read<MomentRow>(
    'moments',
    'select id, author_id, kind, caption, hashtags, comments_enabled, published_at, media from moments where id = any($1)',
    [ids],
  );
  const moments = new Map(found.map((row) => [row.id, row]));
  const edges = ids.map((id) => ({
    cursor: Buffer.from(JSON.stringify({ session, position: candidates.indexOf(id, start) + 1 })).toString('base64url'),
    playbackToken: playbackToken(viewer, id, session),
    promoted: false,
    node: moments.get(id),
  }));
  return { sessionId: session, pageInfo: { hasNextPage: true, endCursor: edges.at(-1)?.cursor }, edges };
}

const app = Fastify();
app.get('/ready', () => 'ok');
await app.register(mercurius, {
  schema,
  resolvers: { Query: { feed }, ...resolvers } as IResolvers,
  loaders,
  jit: 1,
  context: (request) => ({ viewer: viewerOf(request) }),
});
await app.listen({ port: Number(PORT), host: HOST });
