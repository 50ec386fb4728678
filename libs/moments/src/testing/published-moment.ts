import { type AccountId, type MomentId, newId } from '@moments/kernel';
import type { AssetContent, ImageContent } from '@moments/media';
import { type Database, execute } from '@moments/platform';
import type { MomentStatus } from '../domain/moment.js';

/** What a test may say about a moment that it writes; the rest is made up. */
export interface APublishedMoment {
  authorId: AccountId;
  publishedAt?: Date;
  region?: string;
  /** Playing time of its video; null for a photo. */
  durationMs?: number | null;
}

/** As rich as what the transcoder makes: tests and benchmarks that serve it carry the same weight. */
const image: ImageContent = {
  base: 'made-up',
  width: 720,
  height: 1_280,
  thumbhash: '1QcSHQRnh493V4dIh4eXh1h4kJUI',
  variants: (['AVIF', 'WEBP', 'JPEG'] as const).flatMap((format) =>
    [360, 720].map((width) => ({
      format,
      width,
      height: Math.round((width * 8) / 9) * 2,
      file: `poster-${width}.${format.toLowerCase()}`,
    })),
  ),
};

const contentOf = (durationMs: number | null): AssetContent =>
  durationMs === null
    ? { kind: 'photo', image }
    : {
        kind: 'video',
        base: 'made-up',
        playlist: 'master.m3u8',
        preview: 'preview.webp',
        poster: image,
        durationMs,
        width: 1_080,
        height: 1_920,
        hasAudio: true,
        renditions: [1_080, 720, 480, 360].map((width) => ({
          width,
          height: Math.round((width * 8) / 9) * 2,
          bitrate: width * 4_000,
          codec: 'avc1.640028',
        })),
      };

/** Writes a published moment straight into the database; nothing lies in the store. */
export async function aPublishedMoment(
  { database }: { database: Database },
  { authorId, publishedAt = new Date(), region = 'RU', durationMs = 20_000 }: APublishedMoment,
): Promise<MomentId> {
  const id = newId<'moment'>();
  await database.transaction((tx) =>
    execute(
      tx,
      `insert into moments (id, author_id, region, kind, status, caption, hashtags, comments_enabled, media,
                            idempotency_key, input_hash, created_at, updated_at, published_at)
       values ($1::uuid, $2, $3, $4, 'PUBLISHED', '', '{}', true, $5, ($1::uuid)::text, '', $6, $6, $6)`,
      [
        id,
        authorId,
        region,
        durationMs === null ? 'PHOTO' : 'VIDEO',
        JSON.stringify([contentOf(durationMs)]),
        publishedAt,
      ],
    ),
  );
  return id;
}

/** Puts a moment into another state, past every rule. */
export async function setMomentStatus(
  { database }: { database: Database },
  { momentId, status }: { momentId: MomentId; status: MomentStatus },
): Promise<void> {
  await database.transaction((tx) =>
    execute(
      tx,
      `update moments set status = $2, removed_at = case when $2 = 'REMOVED' then now() end,
                          rejection = case when $2 = 'REJECTED' then $3::jsonb end
        where id = $1`,
      [momentId, status, JSON.stringify({ reason: 'OTHER', message: '', appealable: true })],
    ),
  );
}
