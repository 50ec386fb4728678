import { Injectable } from '@nestjs/common';
import { after, Clock, days, minutes } from '@moments/kernel';
import { Events, type Tx } from '@moments/platform';
import { type FoldedLine, foldLine } from '../purchases/domain/fold-line.js';
import type { Knowledge } from '../purchases/knowledge.js';
import { type HeldLine, type KnownLine, saveLine, subjectOf } from '../purchases/lines.store.js';
import { eventsOf } from '../purchases/purchase-events.store.js';
import { purchaseAttributed, purchaseConfirmed, purchaseReturned } from './attributions.events.js';
import {
  attributionsOf,
  creatorSharesNetwork,
  type KeptAttribution,
  namedClick,
  saveAttribution,
  supersede,
  touchesOf,
} from './attributions.store.js';
import { countBuyers } from './card-buyers.store.js';
import { type Buyer, buyerOf, lastTouch, type Purchase, type Touch } from './domain/last-touch.js';
import { type SettledAttribution, settleLine, type Superseded } from './domain/settle-line.js';
import type { AttributionFlag, Change } from './domain/standing.js';

type News = Pick<
  KeptAttribution,
  'id' | 'version' | 'momentId' | 'creatorId' | 'productId' | 'sellerId' | 'purchasedAt'
> & { lineId: HeldLine['id'] };

/** Makes of everything that is known of an order line what is owed for it, and announces what has changed. */
@Injectable()
export class SettlingService {
  constructor(
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** The line must be held. Settling again changes nothing, unless time has passed or something was told. */
  async settle(tx: Tx, line: HeldLine, knowledge: Knowledge): Promise<FoldedLine> {
    const now = this.clock.now();
    const folded = foldLine(await eventsOf(tx, line.id));
    const { buyer, known } = await this.identify(tx, { line, folded, knowledge, now });
    await saveLine(tx, line.id, { folded, known });

    const kept = await attributionsOf(tx, line.id);
    const { placed } = folded;
    const { product } = known;
    const purchase: Purchase | undefined = placed &&
      product && {
        ...{ buyerId: buyer.accountId, placedAt: placed.occurredAt },
        ...{ productId: product.id, sellerId: product.sellerId },
      };
    const touches = purchase ? await touchesOf(tx, purchase, buyer) : [];
    const flag = purchase && (await this.flagOf(tx, { touch: lastTouch(purchase, touches), kept, knowledge }));
    const returnsDays = product?.returnsDays ?? 0;
    const { attribution, superseded } = settleLine({
      ...{ line: folded, purchase, touches, known: kept, returnsDays, flag, now },
    });

    for (const each of superseded) await this.supersede(tx, each, { line, kept, now });
    if (attribution && purchase) await this.save(tx, attribution, { line, purchase, now });
    const owing = new Set(kept.flatMap(({ clickId, owed }) => (owed > 0 ? [clickId] : [])));
    const lost = superseded.flatMap(({ clickId }) => (owing.has(clickId) ? [clickId] : []));
    const flipped = attribution && attribution.standing.owed > 0 !== owing.has(attribution.touch.clickId);
    const clickIds = flipped ? [...lost, attribution.touch.clickId] : lost;
    if (clickIds.length > 0) await countBuyers(tx, clickIds);
    return folded;
  }

  /** Who bought what, as far as it is known here now, or was known before. */
  private async identify(
    tx: Tx,
    { line, folded, knowledge, now }: { line: HeldLine; folded: FoldedLine; knowledge: Knowledge; now: Date },
  ): Promise<{ buyer: Buyer; known: KnownLine }> {
    const { placed } = folded;
    if (!placed) return { buyer: {}, known: {} };
    const { subject, clickId } = placed.buyer;
    const earlier = subjectOf(line);
    const isSameSubject = earlier?.issuer === subject?.issuer && earlier?.digest === subject?.digest;
    const account =
      subject && ((isSameSubject ? line.buyerAccountId : undefined) ?? knowledge.account(subject) ?? undefined);
    const click = clickId && (await namedClick(tx, clickId));
    const buyer = buyerOf(placed.buyer, { accountId: account, click });

    const isSameProduct = line.productExternalId === placed.productExternalId;
    const product = (isSameProduct ? productOf(line) : undefined) ?? knowledge.product(placed.productExternalId);
    const isWaiting = !product || (subject !== undefined && placed.buyer.accountId === undefined && !account);
    const lookAgainAt = isWaiting ? nextLook(line.createdAt, now) : undefined;
    return { buyer, known: { product, buyerAccountId: buyer.accountId, lookAgainAt } };
  }

  /** What was found about a click once stays, whatever of it is forgotten with its account. */
  private async flagOf(
    tx: Tx,
    { touch, kept, knowledge }: { touch?: Touch; kept: readonly KeptAttribution[]; knowledge: Knowledge },
  ): Promise<AttributionFlag | undefined> {
    if (!touch) return undefined;
    const earlier = kept.find(({ clickId }) => clickId === touch.clickId);
    if (earlier) return earlier.flag;
    const since = after(touch.clickedAt, -days(knowledge.householdDays));
    return (await creatorSharesNetwork(tx, touch, since)) ? 'same_household' : undefined;
  }

  private async supersede(
    tx: Tx,
    { clickId, changes }: Superseded,
    { line, kept, now }: { line: HeldLine; kept: readonly KeptAttribution[]; now: Date },
  ): Promise<void> {
    const earlier = kept.find((each) => each.clickId === clickId);
    if (!earlier) throw new Error('only what was kept is superseded');
    await supersede(tx, earlier.id, { news: changes.length, now });
    await this.announce(tx, changes, { ...earlier, lineId: line.id });
  }

  private async save(
    tx: Tx,
    attribution: SettledAttribution,
    { line, purchase, now }: { line: HeldLine; purchase: Purchase; now: Date },
  ): Promise<void> {
    const saved = await saveAttribution(tx, attribution, { lineId: line.id, purchase, now });
    const { momentId, creatorId } = attribution.touch;
    const { productId, sellerId, placedAt } = purchase;
    await this.announce(tx, attribution.changes, {
      ...{ ...saved, lineId: line.id, momentId, creatorId, productId, sellerId },
      purchasedAt: placedAt,
    });
  }

  private async announce(tx: Tx, changes: readonly Change[], news: News): Promise<void> {
    const { id, version, lineId, momentId, creatorId, productId, sellerId, purchasedAt } = news;
    for (const [index, { kind, quantity, amount, owed, owedAmount, wasConfirmed }] of changes.entries()) {
      const payload = {
        ...{ attributionId: id, version: version + index + 1, lineId, momentId, creatorId, productId, sellerId },
        ...{ purchasedAt: purchasedAt.toISOString(), currency: amount.currency },
        ...{ quantity, amountMinor: `${amount.minor}`, owed, owedMinor: `${owedAmount.minor}` },
      };
      if (kind === 'attributed') await this.events.emit(tx, purchaseAttributed, payload);
      else if (kind === 'confirmed') await this.events.emit(tx, purchaseConfirmed, payload);
      else await this.events.emit(tx, purchaseReturned, { ...payload, wasConfirmed });
    }
  }
}

function productOf({ productId, sellerId, returnsDays }: HeldLine): KnownLine['product'] {
  if (productId === null || sellerId === null || returnsDays === null) return undefined;
  return { id: productId, sellerId, returnsDays };
}

const leastWaitMs = minutes(1);
const mostWaitMs = days(1);
// Whoever has not turned up by then is not somebody whose click counted.
const waitsAtMostMs = days(120);

/** The longer something has been missing, the longer the wait; at last nobody looks any more. */
function nextLook(since: Date, now: Date): Date | undefined {
  const waitedMs = now.getTime() - since.getTime();
  if (waitedMs > waitsAtMostMs) return undefined;
  return after(now, Math.min(mostWaitMs, Math.max(leastWaitMs, Math.floor(waitedMs / 10))));
}
