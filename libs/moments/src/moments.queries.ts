import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type AssetId,
  type MomentId,
  type Page,
  pageOf,
  pagesOf,
  type PageWindow,
  type TimePosition,
} from '@moments/kernel';
import { AssetsQueries } from '@moments/media';
import { Database, type Statement, statement } from '@moments/platform';
import { isVisible, type MomentStatus, present } from './domain/moment.js';
import { type MomentRow, type MomentView, toMomentView } from './moment.view.js';

const columns = `moments.id, author_id as "authorId", region, kind, status, caption, hashtags,
  comments_enabled as "commentsEnabled", media, failure, rejection, publish_at as "publishAt",
  campaign_id as "campaignId", disclosure, created_at as "createdAt", published_at as "publishedAt"`;

const byIds = statement('moments.by_ids', `select ${columns} from moments where id = any($1)`);

const ofAuthor = statement(
  'moments.of_author',
  `select ${columns} from moments
    where author_id = $1 and status = any($2)
      and (created_at, id)
        < (coalesce($3::timestamptz, 'infinity'), coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
    order by created_at desc, id desc limit $5`,
);
// One short walk along the index for each author: a bare comparison lets it begin at the position, in whatever plan.
const publishedBy = statement(
  'moments.published_by',
  `select newest.* from unnest($1::uuid[]) as asked (id)
    cross join lateral (
      select ${columns} from moments
       where author_id = asked.id and status = 'PUBLISHED'
         and (published_at, moments.id)
           < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
       order by published_at desc, moments.id desc limit $4) as newest
    order by newest."publishedAt" desc, newest.id desc`,
);
const assetsOf = statement(
  'moments.assets_of',
  `select moment_id as "momentId", array_agg(asset_id order by position)::text[] as "assetIds"
     from moment_assets where moment_id = any($1) group by moment_id`,
);

/** Moments as they are read; each method costs one statement unless it says otherwise. */
@Injectable()
export class MomentsQueries {
  constructor(
    private readonly database: Database,
    private readonly assets: AssetsQueries,
  ) {}

  /** Those that exist, in any status, with all that is shown of their video or photos. Callers check who may see them. */
  async byIds(ids: readonly MomentId[]): Promise<Map<MomentId, MomentView>> {
    return new Map((await this.list(byIds, [ids])).map((moment) => [moment.id, moment]));
  }

  /** Those that exist and that this viewer may see. */
  async visibleTo(viewer: AccountId | undefined, ids: readonly MomentId[]): Promise<Map<MomentId, MomentView>> {
    const moments = await this.byIds(ids);
    return new Map([...moments].filter(([, moment]) => isVisible(moment, viewer)));
  }

  /** An author's own, newest first; every status but REMOVED unless told. */
  async ofAuthor(
    authorId: AccountId,
    window: PageWindow<TimePosition>,
    statuses: readonly MomentStatus[] = present,
  ): Promise<Page<MomentView, TimePosition>> {
    const { limit, after } = window;
    const moments = await this.list(ofAuthor, [authorId, statuses, after?.at, after?.id, limit + 1]);
    return pageOf(moments, limit, (item) => ({ item, position: { at: item.createdAt, id: item.id } }));
  }

  /** What everybody sees of each author, newest first; every asked author is in the answer. */
  async publishedBy(
    authorIds: readonly AccountId[],
    window: PageWindow<TimePosition>,
  ): Promise<Map<AccountId, Page<MomentView, TimePosition>>> {
    const { limit, after } = window;
    const moments = await this.list(publishedBy, [authorIds, after?.at, after?.id, limit + 1]);
    return pagesOf(authorIds, moments, {
      ownerOf: ({ authorId }) => authorId,
      limit,
      map: (item) => ({ item, position: { at: item.publishedAt ?? item.createdAt, id: item.id } }),
    });
  }

  /** How far the making of moments is, 0..1; two statements. */
  async progressOf(ids: readonly MomentId[]): Promise<Map<MomentId, number>> {
    const moments = await this.assetsOf(ids);
    const assets = await this.assets.byIds([...moments.values()].flat());
    return new Map(
      [...moments].map(([id, assetIds]) => {
        const done = assetIds.reduce((sum, assetId) => sum + (assets.get(assetId)?.progress ?? 0), 0);
        return [id, done / assetIds.length];
      }),
    );
  }

  /** Assets of each moment, in their order. */
  async assetsOf(ids: readonly MomentId[]): Promise<Map<MomentId, AssetId[]>> {
    const found = await this.database.read<MomentAssets>(assetsOf, [ids]);
    return new Map(found.map(({ momentId, assetIds }) => [momentId, assetIds]));
  }

  private async list(query: Statement, parameters: unknown[]): Promise<MomentView[]> {
    return (await this.database.read<MomentRow>(query, parameters)).map(toMomentView);
  }
}

interface MomentAssets {
  momentId: MomentId;
  assetIds: AssetId[];
}
