import { Injectable } from '@nestjs/common';
import type { AssetId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { type AssetEntity, toAssetView } from './asset.entity.js';
import type { AssetView } from './domain/asset.js';

const byIds = statement(
  'media.assets_by_ids',
  'select id, kind, status, progress, content, failure from assets where id = any($1)',
);

/** Assets as they stand. */
@Injectable()
export class AssetsQueries {
  constructor(private readonly database: Database) {}

  /** Those that exist; one statement whatever their number. */
  async byIds(ids: readonly AssetId[]): Promise<Map<AssetId, AssetView>> {
    const found = await this.database.read<AssetEntity>(byIds, [ids]);
    return new Map(found.map((row) => [row.id, toAssetView(row)]));
  }
}
