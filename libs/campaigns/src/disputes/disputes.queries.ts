import { Injectable } from '@nestjs/common';
import type {
  AccountId,
  Currency,
  EngagementId,
  Money,
  Page,
  PageWindow,
  TimePosition,
  UploadId,
} from '@moments/kernel';
import { pageOf } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import {
  engagementColumns,
  type EngagementRow,
  engagementTables,
  type EngagementView,
  toEngagementView,
} from '../places/engagement.view.js';
import type { Side } from '../work/parties.js';

/** A dispute as both sides and operators see it. */
export interface DisputeView {
  readonly engagementId: EngagementId;
  readonly openedBy: AccountId;
  readonly reason: string;
  readonly openedAt: Date;
  readonly resolution?: string;
  /** Of the reward; the rest went back to the seller. */
  readonly toCreator?: Money;
  readonly resolvedAt?: Date;
  readonly statements: readonly DisputeStatementView[];
}

/** What one side says about it. */
export interface DisputeStatementView {
  readonly authorId: AccountId;
  readonly side: Side;
  readonly text: string;
  /** Photos, for those who may see the dispute. */
  readonly uploadIds: readonly UploadId[];
  readonly statedAt: Date;
}

const ofEngagements = statement(
  'campaigns.disputes-of',
  `select disputes.engagement_id as "engagementId", opened_by as "openedBy", reason, opened_at as "openedAt",
     resolution, to_creator_minor as "toCreatorMinor", resolved_at as "resolvedAt", campaigns.currency,
     (select coalesce(jsonb_agg(jsonb_build_object('authorId', author_id, 'side', statements.side, 'text', text, 'uploadIds', upload_ids,
               'statedAt', stated_at) order by id), '[]')
        from dispute_statements as statements where statements.engagement_id = disputes.engagement_id) as statements
    from disputes
    join engagements on engagements.id = disputes.engagement_id
    join campaigns on campaigns.id = engagements.campaign_id
   where disputes.engagement_id = any($1)`,
);

const judged = statement(
  'campaigns.judged-engagements',
  `select ${engagementColumns} from ${engagementTables} where engagements.id = any($1)`,
);
const disputed = statement(
  'campaigns.disputed-engagements',
  `select ${engagementColumns} from ${engagementTables}
    where engagements.id = any($1)
      and exists (select from disputes where disputes.engagement_id = engagements.id)`,
);
const open = statement(
  'campaigns.open-disputes',
  `select ${engagementColumns}, disputes.opened_at as "openedAt" from disputes
     join engagements on engagements.id = disputes.engagement_id
     join campaigns on campaigns.id = engagements.campaign_id
    where disputes.resolved_at is null
      and (disputes.opened_at, disputes.engagement_id)
        > (coalesce($1::timestamptz, '-infinity'), coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'))
    order by disputes.opened_at, disputes.engagement_id limit $3`,
);

type Row = Pick<DisputeView, 'engagementId' | 'openedBy' | 'reason' | 'openedAt'> & {
  resolution: string | null;
  toCreatorMinor: string | null;
  resolvedAt: Date | null;
  currency: Currency;
  statements: (Omit<DisputeStatementView, 'statedAt'> & { statedAt: string })[];
};

/** Reads disputes. For the two sides and operators alone. */
@Injectable()
export class DisputesQueries {
  constructor(private readonly database: Database) {}

  /** Engagements for those who judge them, whoever's they are; one statement. */
  async judged(ids: readonly EngagementId[]): Promise<Map<EngagementId, EngagementView>> {
    const found = await this.database.read<EngagementRow>(judged, [ids]);
    return new Map(found.map((row) => [row.id, toEngagementView(row)]));
  }

  /** Those of the engagements that are, or were, in dispute, whoever's they are. For operators. One statement. */
  async disputed(ids: readonly EngagementId[]): Promise<Map<EngagementId, EngagementView>> {
    const found = await this.database.read<EngagementRow>(disputed, [ids]);
    return new Map(found.map((row) => [row.id, toEngagementView(row)]));
  }

  /** Engagements in dispute, the longest waiting first. For operators. */
  async open({ limit, after }: PageWindow<TimePosition>): Promise<Page<EngagementView, TimePosition>> {
    type OpenRow = EngagementRow & { openedAt: Date };
    const found = await this.database.read<OpenRow>(open, [after?.at, after?.id, limit + 1]);
    return pageOf(found, limit, ({ openedAt, ...row }) => ({
      item: toEngagementView(row),
      position: { at: openedAt, id: row.id },
    }));
  }

  /** Those that there are, with what was said; one statement. */
  async ofEngagements(ids: readonly EngagementId[]): Promise<Map<EngagementId, DisputeView>> {
    const found = await this.database.read<Row>(ofEngagements, [ids]);
    return new Map(found.map((row) => [row.engagementId, toView(row)]));
  }
}

const toView = ({ resolution, toCreatorMinor, resolvedAt, currency, statements, ...row }: Row): DisputeView => ({
  ...row,
  resolution: resolution ?? undefined,
  toCreator: toCreatorMinor === null ? undefined : { minor: BigInt(toCreatorMinor), currency },
  resolvedAt: resolvedAt ?? undefined,
  statements: statements.map(({ statedAt, ...said }) => ({ ...said, statedAt: new Date(statedAt) })),
});
