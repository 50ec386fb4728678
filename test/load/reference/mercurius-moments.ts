/** What is asked of the feed's moments, and how a server for speed answers it: a statement for each kind of thing. */
import pg from 'pg';

const { DATABASE_URL, MEDIA_BASE_URL = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 20 });

/** Runs a prepared statement. */
export const read = async <Row extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> => (await pool.query<Row>({ name, text, values })).rows;

export const schema = `
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

/** A published moment. */
export interface MomentRow {
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

export const resolvers = {
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

export const loaders = {
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
