import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type CampaignId,
  emptyPage,
  type EngagementId,
  type Page,
  pageOf,
  pagesOf,
  type PageWindow,
  type TimePosition,
} from '@moments/kernel';
import { Database, rows, statement, type Tx } from '@moments/platform';
import { afterPosition, positionOf } from '../time-position.js';
import {
  engagementColumns,
  type EngagementRow,
  engagementTables,
  type EngagementView,
  toEngagementView,
} from './engagement.view.js';

type Engagements = Page<EngagementView, TimePosition>;

// The two sides of an engagement, and nobody else; membership is the catalogue's own table.
const seenBy = `(engagements.creator_id = $2 or exists (select from seller_members as members
   where members.account_id = $2 and members.seller_id = engagements.seller_id offset 0))`;

const byIds = statement(
  'campaigns.engagements-by-id',
  `select ${engagementColumns} from ${engagementTables} where engagements.id = any($1) and ${seenBy}`,
);
const ofCreator = statement(
  'campaigns.engagements-of-creator',
  `select ${engagementColumns} from ${engagementTables}
    where engagements.campaign_id = any($1) and engagements.creator_id = $2`,
);
const ofCampaigns = statement(
  'campaigns.engagements-of-campaigns',
  `select found.* from unnest($1::uuid[]) as asked (id)
    cross join lateral (
      select ${engagementColumns} from ${engagementTables}
       where engagements.campaign_id = asked.id and ${seenBy}
         and ${afterPosition('engagements.created_at', 'engagements.id', 3)}
       order by engagements.created_at desc, engagements.id desc limit $5) as found`,
);
const ownOf = statement(
  'campaigns.own-engagements',
  `select ${engagementColumns} from ${engagementTables}
    where engagements.creator_id = $1 and ${afterPosition('engagements.created_at', 'engagements.id', 2)}
    order by engagements.created_at desc, engagements.id desc limit $4`,
);

/** Who takes part in what; one statement each, however many are asked for. */
@Injectable()
export class EngagementsQueries {
  constructor(private readonly database: Database) {}

  /** Those in which the viewer is the creator or acts for the seller. */
  async byIds(
    viewerId: AccountId | undefined,
    ids: readonly EngagementId[],
  ): Promise<Map<EngagementId, EngagementView>> {
    if (!viewerId) return new Map();
    const found = await this.database.read<EngagementRow>(byIds, [ids, viewerId]);
    return new Map(found.map((row) => [row.id, toEngagementView(row)]));
  }

  /** A creator's own parts in campaigns. */
  async inCampaigns(
    creatorId: AccountId,
    campaignIds: readonly CampaignId[],
  ): Promise<Map<CampaignId, EngagementView>> {
    const found = await this.database.read<EngagementRow>(ofCreator, [campaignIds, creatorId]);
    return new Map(found.map((row) => [row.campaignId, toEngagementView(row)]));
  }

  /** A page of each campaign's, newest first: all for members of its seller, a creator's own for them. */
  async ofCampaigns(
    viewerId: AccountId | undefined,
    campaignIds: readonly CampaignId[],
    window: PageWindow<TimePosition>,
  ): Promise<Map<CampaignId, Engagements>> {
    if (!viewerId) return new Map(campaignIds.map((id) => [id, emptyPage]));
    const parameters = [campaignIds, viewerId, ...positionOf(window), window.limit + 1];
    const found = await this.database.read<EngagementRow>(ofCampaigns, parameters);
    return pagesOf(campaignIds, found, { ownerOf: ({ campaignId }) => campaignId, limit: window.limit, map: toItem });
  }

  /** What a creator has taken, applied for or was invited to, newest first. */
  async ownOf(creatorId: AccountId, window: PageWindow<TimePosition>): Promise<Engagements> {
    const parameters = [creatorId, ...positionOf(window), window.limit + 1];
    const found = await this.database.read<EngagementRow>(ownOf, parameters);
    return pageOf(found, window.limit, toItem);
  }
}

const toItem = (row: EngagementRow) => ({
  item: toEngagementView(row),
  position: { at: row.createdAt, id: row.id },
});

/** An engagement as this transaction sees it. */
export async function readEngagement(tx: Tx, id: EngagementId): Promise<EngagementView> {
  const [row] = await rows<EngagementRow>(
    tx,
    `select ${engagementColumns} from ${engagementTables} where engagements.id = $1`,
    [id],
  );
  if (!row) throw new Error(`there is no engagement ${id}`);
  return toEngagementView(row);
}
