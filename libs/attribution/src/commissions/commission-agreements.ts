import { Injectable } from '@nestjs/common';
import type { CampaignId, MomentId, ProductId } from '@moments/kernel';
import { Database, execute, rows, statement, type Tx } from '@moments/platform';

/** That an order, and not the platform's policy, pays for what a product sells on a moment. */
export interface CommissionAgreement {
  readonly momentId: MomentId;
  readonly productId: ProductId;
  readonly campaignId: CampaignId;
  /** Of the price paid, in hundredths of a per cent: 1..10,000. */
  readonly bps: number;
  /** Purchases from this instant on. */
  readonly from: Date;
}

/** A purchase that somebody asks about. */
export interface PurchasedOn {
  readonly momentId: MomentId;
  readonly productId: ProductId;
  readonly purchasedAt: Date;
}

const agree = statement(
  'attribution.agree-commission',
  `insert into commission_agreements as kept (moment_id, product_id, campaign_id, bps, agreed_from)
   values ($1, $2, $3, $4, $5)
   on conflict on constraint commission_agreements_pkey do nothing`,
);
const end = statement(
  'attribution.end-commission',
  `update commission_agreements set agreed_until = greatest(agreed_from, $2)
    where moment_id = $1 and (agreed_until is null or agreed_until > $2)`,
);
const covering = statement(
  'attribution.covering-commission',
  `select asked.position::int, agreements.moment_id as "momentId", agreements.product_id as "productId",
     agreements.campaign_id as "campaignId", agreements.bps, agreements.agreed_from as "from"
    from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) with ordinality
      as asked (moment_id, product_id, purchased_at, position)
    join commission_agreements as agreements using (moment_id, product_id)
   where asked.purchased_at >= agreements.agreed_from
     and (agreements.agreed_until is null or asked.purchased_at < agreements.agreed_until)`,
);

type CoveringRow = CommissionAgreement & { position: number };

/** Who pays the commission of what moments sell, where that is not the platform. */
@Injectable()
export class CommissionAgreements {
  constructor(private readonly database: Database) {}

  /** Agreed once; the first agreement about a product of a moment stands. */
  async agree(tx: Tx, { momentId, productId, campaignId, bps, from }: CommissionAgreement): Promise<void> {
    await execute(tx, agree, [momentId, productId, campaignId, bps, from]);
  }

  /** What is bought from then on is not covered any more. An end that was earlier stays. */
  async end(tx: Tx, { momentId, until }: { momentId: MomentId; until: Date }): Promise<void> {
    await execute(tx, end, [momentId, until]);
  }

  /**
   * The agreement that pays for each purchase, in the order asked; `undefined` where the policy pays. One statement, in
   * the transaction when one is given.
   */
  async covering(tx: Tx | undefined, lines: readonly PurchasedOn[]): Promise<(CommissionAgreement | undefined)[]> {
    const parameters = [
      lines.map(({ momentId }) => momentId),
      lines.map(({ productId }) => productId),
      lines.map(({ purchasedAt }) => purchasedAt),
    ];
    const found = tx
      ? await rows<CoveringRow>(tx, covering, parameters)
      : await this.database.read<CoveringRow>(covering, parameters);
    const agreements = new Map(found.map(({ position, ...agreement }) => [position, agreement]));
    return lines.map((_, index) => agreements.get(index + 1));
  }
}
