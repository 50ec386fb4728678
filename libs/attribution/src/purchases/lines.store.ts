import { type AccountId, newId, type ProductId, type PurchaseLineId, type SellerId } from '@moments/kernel';
import { execute, rows, statement, type Tx } from '@moments/platform';
import type { FoldedLine } from './domain/fold-line.js';
import type { ToldSubject } from './domain/purchase-event.js';

/** The marketplace's own name of an order line. */
export interface LineName {
  readonly orderId: string;
  readonly lineId: string;
}

/** An order line, held by the transaction, with what was known of it before. */
export interface HeldLine {
  readonly id: PurchaseLineId;
  readonly createdAt: Date;
  readonly productExternalId: string | null;
  readonly productId: ProductId | null;
  readonly sellerId: SellerId | null;
  readonly returnsDays: number | null;
  readonly buyerIssuer: string | null;
  readonly buyerDigest: string | null;
  readonly buyerAccountId: AccountId | null;
}

/** What a line is known to be here, beside what its events say. */
export interface KnownLine {
  readonly product?: { readonly id: ProductId; readonly sellerId: SellerId; readonly returnsDays: number };
  readonly buyerAccountId?: AccountId;
  /** When to look for what is missing; undefined when nothing is. */
  readonly lookAgainAt?: Date;
}

const heldColumns = `lines.id, lines.created_at as "createdAt", lines.product_external_id as "productExternalId",
  lines.product_id as "productId", lines.seller_id as "sellerId", lines.returns_days as "returnsDays",
  lines.buyer_issuer as "buyerIssuer", encode(lines.buyer_subject_digest, 'hex') as "buyerDigest",
  lines.buyer_account_id as "buyerAccountId"`;

// Writing the row that is there, as it is, holds it; the line is written anyway.
const hold = statement(
  'attribution.hold-line',
  `insert into purchase_lines as lines (id, order_id, line_id, created_at) values ($1, $2, $3, $4)
   on conflict on constraint purchase_lines_name_key do update set created_at = lines.created_at
   returning ${heldColumns}`,
);
const holdById = statement(
  'attribution.hold-line-by-id',
  `select ${heldColumns} from purchase_lines as lines where id = $1 for update`,
);

/**
 * Makes a line unless it is there, and holds it: events, clicks and clocks that speak of one line at the same time are
 * heard one after the other, each with all that was heard before.
 */
export async function holdLine(tx: Tx, { orderId, lineId }: LineName, now: Date): Promise<HeldLine> {
  const [held] = await rows<HeldLine>(tx, hold, [newId<'purchaseLine'>(), orderId, lineId, now]);
  if (!held) throw new Error('a line that was just made is there');
  return held;
}

/** Holds a line that there is. */
export async function holdLineById(tx: Tx, id: PurchaseLineId): Promise<HeldLine> {
  const [held] = await rows<HeldLine>(tx, holdById, [id]);
  if (!held) throw new Error('lines are never deleted');
  return held;
}

/** The buyer as another issuer knows them, of a row that says so. */
export const subjectOf = (row: { buyerIssuer: string | null; buyerDigest: string | null }): ToldSubject | undefined =>
  row.buyerIssuer === null || row.buyerDigest === null
    ? undefined
    : { issuer: row.buyerIssuer, digest: row.buyerDigest };

const save = statement(
  'attribution.save-line',
  `update purchase_lines
      set product_external_id = $2, currency = $3, unit_price_minor = $4, placed_at = $5, click_id = $6,
          buyer_issuer = $7, buyer_subject_digest = decode($8, 'hex'), bought = $9, cancelled = $10, returned = $11,
          problems = $12, product_id = $13, seller_id = $14, returns_days = $15, buyer_account_id = $16,
          look_again_at = $17
    where id = $1`,
);

/** Writes what a line is now. */
export async function saveLine(
  tx: Tx,
  id: PurchaseLineId,
  { folded, known }: { folded: FoldedLine; known: KnownLine },
): Promise<void> {
  const { placed } = folded;
  await execute(tx, save, [
    id,
    placed?.productExternalId ?? null,
    placed?.unitPrice.currency ?? null,
    placed ? `${placed.unitPrice.minor}` : null,
    placed?.occurredAt ?? null,
    placed?.buyer.clickId ?? null,
    placed?.buyer.subject?.issuer ?? null,
    placed?.buyer.subject?.digest ?? null,
    folded.bought,
    folded.cancelled,
    folded.returned,
    folded.problems,
    known.product?.id ?? null,
    known.product?.sellerId ?? null,
    known.product?.returnsDays ?? null,
    known.buyerAccountId ?? null,
    known.lookAgainAt ?? null,
  ]);
}
