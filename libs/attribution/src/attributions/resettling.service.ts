import { Injectable } from '@nestjs/common';
import { type AccountId, type ClickId, Clock, type PurchaseLineId, type SellerId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { Knowing } from '../purchases/knowledge.js';
import { holdLineById, subjectOf } from '../purchases/lines.store.js';
import { SettlingService } from './settling.service.js';

interface LineToSettle {
  id: PurchaseLineId;
  productExternalId: string | null;
  buyerIssuer: string | null;
  buyerDigest: string | null;
}

const columns = `lines.id, lines.product_external_id as "productExternalId", lines.buyer_issuer as "buyerIssuer",
  encode(lines.buyer_subject_digest, 'hex') as "buyerDigest"`;

const due = statement(
  'attribution.lines-to-confirm',
  `select ${columns} from attributions join purchase_lines as lines on lines.id = attributions.line_id
    where attributions.state = 'PENDING' and attributions.confirms_at <= $1
    order by attributions.confirms_at limit $2`,
);
const waiting = statement(
  'attribution.lines-that-wait',
  `select ${columns} from purchase_lines as lines where look_again_at <= $1 order by look_again_at limit $2`,
);
const afterClick = statement(
  'attribution.lines-after-click',
  `select ${columns} from clicks join purchase_lines as lines
       on lines.buyer_account_id = $2 and lines.seller_id = $3 and lines.placed_at >= clicks.clicked_at
    where clicks.id = $1`,
);

/** Settles lines anew when something else than their own events has changed what is owed for them. */
@Injectable()
export class ResettlingService {
  constructor(
    private readonly database: Database,
    private readonly knowing: Knowing,
    private readonly settling: SettlingService,
    private readonly clock: Clock,
  ) {}

  /** Confirms what is past its return window; gives how many lines there were, at most `limit`. */
  async confirm(limit: number): Promise<number> {
    return this.settle(await this.database.read<LineToSettle>(due, [this.clock.now(), limit]));
  }

  /** Looks again for products and buyers that were not known; gives how many lines there were, at most `limit`. */
  async lookAgain(limit: number): Promise<number> {
    return this.settle(await this.database.read<LineToSettle>(waiting, [this.clock.now(), limit]));
  }

  /** Reconsiders what somebody bought at the same time as they clicked, or so it was told. */
  async afterClick(click: { clickId: ClickId; accountId: AccountId; sellerId: SellerId }): Promise<void> {
    const { clickId, accountId, sellerId } = click;
    await this.settle(await this.database.read<LineToSettle>(afterClick, [clickId, accountId, sellerId]));
  }

  private async settle(lines: readonly LineToSettle[]): Promise<number> {
    if (lines.length === 0) return 0;
    const knowledge = await this.knowing.of({
      productExternalIds: lines.flatMap(({ productExternalId }) => productExternalId ?? []),
      subjects: lines.flatMap((line) => subjectOf(line) ?? []),
    });
    const failures: unknown[] = [];
    for (const { id } of lines) {
      try {
        await this.database.transaction(async (tx) => {
          await this.settling.settle(tx, await holdLineById(tx, id), knowledge);
        });
      } catch (error) {
        failures.push(error);
      }
    }
    // A line that cannot be settled comes first again every time: it must not keep the others waiting behind it.
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} of ${lines.length} lines not settled`);
    return lines.length;
  }
}
