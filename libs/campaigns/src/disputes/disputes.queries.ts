import { Injectable } from '@nestjs/common';
import type { AccountId, EngagementId, Money } from '@moments/kernel';
import type { Currency } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
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
  readonly statedAt: Date;
}

const ofEngagements = statement(
  'campaigns.disputes-of',
  `select disputes.engagement_id as "engagementId", opened_by as "openedBy", reason, opened_at as "openedAt",
     resolution, to_creator_minor as "toCreatorMinor", resolved_at as "resolvedAt", campaigns.currency,
     (select coalesce(jsonb_agg(jsonb_build_object('authorId', author_id, 'side', statements.side, 'text', text,
               'statedAt', stated_at) order by id), '[]')
        from dispute_statements as statements where statements.engagement_id = disputes.engagement_id) as statements
    from disputes
    join engagements on engagements.id = disputes.engagement_id
    join campaigns on campaigns.id = engagements.campaign_id
   where disputes.engagement_id = any($1)`,
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
