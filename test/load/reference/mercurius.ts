/**
 * The feed as one would write it by hand for speed: Mercurius with graphql-jit, node-postgres, prepared statements, one
 * statement per kind of thing, the candidates kept in memory. It verifies tokens, keeps sessions and signs playback tokens
 * as the product does, and does nothing else that the product does.
 */
import Fastify, { type FastifyRequest } from 'fastify';
import { createPublicKey, createHmac, randomUUID, verify } from 'node:crypto';
import mercurius, { type IResolvers } from 'mercurius';
import pg from 'pg';
import { createClient } from 'redis';

declare module 'mercurius' {
  interface MercuriusContext {
    viewer: string;
  }
}

const { DATABASE_URL, REDIS_URL, PORT, HOST, MEDIA_BASE_URL = '', JWKS = '[]' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 20 });
const redis = await createClient({ url: REDIS_URL }).connect();

const schema = `
  enum Surface { FOR_YOU FOLLOWING }
  enum ImageFormat { AVIF WEBP JPEG }
  type Query { feed(surface: Surface, first: Int, after: String): Feed }
  type Feed { sessionId: ID! pageInfo: PageInfo! edges: [Edge!]! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Edge { cursor: String! playbackToken: String! promoted: Boolean! node: Moment! }
  type Moment { id: ID! kind: String! caption: String! hashtags: [String!]! commentsEnabled: Boolean! shareUrl: String!
    publishedAt: String! likedByMe: Boolean! author: Profile! video: Video stats: Stats! }
  type Profile { id: ID! handle: String! displayName: String! isFollowedByMe: Boolean! followersCount: Int! }
  type Video { hlsUrl: String! preview: String durationMs: Int! width: Int! height: Int! hasAudio: Boolean! poster: Image!
    renditions: [Rendition!]! }
  type Image { url(width: Int, format: ImageFormat): String! width: Int! height: Int! thumbhash: String! }
  type Rendition { height: Int! width: Int! bitrate: Int! codec: String! }
  type Stats { views: Int! likes: Int! comments: Int! shares: Int! saves: Int! }`;

interface Image {
  base: string;
  width: number;
  height: number;
  thumbhash: string;
  variants: { format: string; width: number; file: string }[];
}

interface MomentRow {
  id: string;
  author_id: string;
  kind: string;
  caption: string;
  hashtags: string[];
  comments_enabled: boolean;
  published_at: Date;
  media: { base: string; playlist: string; preview: string; poster: Image; renditions: object[] }[];
}

interface Stats {
  id: string;
  likes: number;
  comments: number;
  shares: number;
  saves: number;
  liked: boolean;
}

const read = async <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> =>
  (await pool.query<Row>({ name, text, values })).rows;

const candidates = (
  await pool.query<{ id: string }>(
    `select id from moments where status = 'PUBLISHED' order by published_at desc limit 2000`,
  )
).rows.map(({ id }) => id);

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

const resolvers = {
  Query: { feed },
  Moment: {
    commentsEnabled: (moment: MomentRow) => moment.comments_enabled,
    shareUrl: (moment: MomentRow) => `https://moments.example/m/${moment.id}`,
    publishedAt: (moment: MomentRow) => moment.published_at.toISOString(),
    video: (moment: MomentRow) => moment.media[0],
  },
  Video: {
    hlsUrl: (video: MomentRow['media'][number]) => `${MEDIA_BASE_URL}/${video.base}/${video.playlist}`,
    preview: (video: MomentRow['media'][number]) => `${MEDIA_BASE_URL}/${video.base}/${video.preview}`,
  },
  Image: {
    url: (image: Image, { width, format }: { width: number; format: string }) => {
      const fitting = image.variants.filter((variant) => variant.format === format && variant.width >= width);
      const best = fitting.sort((a, b) => a.width - b.width)[0];
      return `${MEDIA_BASE_URL}/${image.base}/${best?.file ?? ''}`;
    },
  },
};

interface Query<Node> {
  obj: Node;
}

async function engagement(queries: Query<MomentRow>[], { viewer }: { viewer: string }): Promise<Map<string, Stats>> {
  const rows = await read<Stats>(
    'engagement',
    `select asked.id, coalesce(c.likes, 0) as likes, coalesce(c.comments, 0) as comments, coalesce(c.shares, 0) as shares,
            coalesce(c.saves, 0) as saves, l.moment_id is not null as liked
       from unnest($1::uuid[]) asked (id)
       left join moment_counters c on c.moment_id = asked.id
       left join likes l on l.moment_id = asked.id and l.account_id = $2`,
    [queries.map(({ obj }) => obj.id), viewer],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const shared = new WeakMap<object, Promise<Map<string, Stats>>>();
function engagementOnce(queries: Query<MomentRow>[], context: { viewer: string }): Promise<Map<string, Stats>> {
  const running = shared.get(context) ?? engagement(queries, context);
  shared.set(context, running);
  return running;
}

interface ProfileRow {
  id: string;
  handle: string;
  displayName: string;
  isFollowedByMe: boolean;
  followersCount: number;
}

const loaders = {
  Moment: {
    likedByMe: async (queries: Query<MomentRow>[], context: { viewer: string }) => {
      const found = await engagementOnce(queries, context);
      return queries.map(({ obj }) => found.get(obj.id)?.liked ?? false);
    },
    stats: async (queries: Query<MomentRow>[], context: { viewer: string }) => {
      const [found, views] = await Promise.all([
        engagementOnce(queries, context),
        read<{ moment_id: string; views: string }>(
          'views',
          'select moment_id, views from moment_view_counters where moment_id = any($1)',
          [queries.map(({ obj }) => obj.id)],
        ),
      ]);
      const viewsOf = new Map(views.map((row) => [row.moment_id, Number(row.views)]));
      return queries.map(({ obj }) => ({ ...found.get(obj.id), views: viewsOf.get(obj.id) ?? 0 }));
    },
    author: async (queries: Query<MomentRow>[], { viewer }: { viewer: string }) => {
      const rows = await read<ProfileRow>(
        'profiles',
        `select p.id, p.handle, p.display_name as "displayName", coalesce(c.followers, 0) as "followersCount",
                f.followee_id is not null as "isFollowedByMe"
           from profiles p left join profile_counters c on c.account_id = p.id
           left join follows f on f.follower_id = $2 and f.followee_id = p.id
          where p.id = any($1)`,
        [queries.map(({ obj }) => obj.author_id), viewer],
      );
      const found = new Map(rows.map((row) => [row.id, row]));
      return queries.map(({ obj }) => found.get(obj.author_id));
    },
  },
};

const app = Fastify();
app.get('/ready', () => 'ok');
await app.register(mercurius, {
  schema,
  resolvers: resolvers as IResolvers,
  loaders: loaders,
  jit: 1,
  context: (request) => ({ viewer: viewerOf(request) }),
});
await app.listen({ port: Number(PORT), host: HOST });
