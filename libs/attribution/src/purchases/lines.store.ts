import type { AccountId, ClickId, Currency, ProductId, PurchaseLineId, SellerId } from '@moments/kernel';
import { newId } from '@moments/kernel';
import { execute, rows, statement, type Tx } from '@moments/platform';
import type { FoldedLine } from './domain/fold-line.js';
import type { PurchaseEvent, PurchaseEventType, ToldSubject } from './domain/purchase-event.js';

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

/** An event that is to be kept. */
export interface NewEvent {
  readonly eventId: string;
  readonly event: PurchaseEvent;
  /** SHA-256 (hex) of all that was told. */
  readonly inputHash: string;
}

const keep = statement(
  'attribution.keep-events',
  `insert into purchase_events (integration_id, event_id, line_id, type, quantity, occurred_at, received_at, currency,
     unit_price_minor, product_external_id, buyer_account_id, buyer_issuer, buyer_subject_digest, click_id, input_hash)
   select $2, told.event_id, $1, told.type, told.quantity, told.occurred_at, $3, told.currency,
     told.unit_price_minor, told.product_external_id, told.buyer_account_id, told.buyer_issuer,
     decode(told.buyer_digest, 'hex'), told.click_id, decode(told.input_hash, 'hex')
    from jsonb_to_recordset($4::jsonb) as told (event_id text, type text, quantity integer, occurred_at timestamptz,
      currency text, unit_price_minor bigint, product_external_id text, buyer_account_id uuid, buyer_issuer text,
      buyer_digest text, click_id uuid, input_hash text)
   on conflict on constraint purchase_events_pkey do nothing
   returning event_id as "eventId"`,
);

/** Keeps events of a line that were never told before; gives the ids of those. */
export async function keepEvents(
  tx: Tx,
  events: readonly NewEvent[],
  { lineId, integrationId, now }: { lineId: PurchaseLineId; integrationId: string; now: Date },
): Promise<Set<string>> {
  const kept = await rows<{ eventId: string }>(tx, keep, [
    lineId,
    integrationId,
    now,
    JSON.stringify(events.map(toInput)),
  ]);
  return new Set(kept.map(({ eventId }) => eventId));
}

function toInput({ eventId, event, inputHash }: NewEvent): object {
  const { type, quantity, occurredAt, unitPrice } = event;
  const placed = event.type === 'placed' ? event : undefined;
  return {
    ...{ event_id: eventId, type, quantity, occurred_at: occurredAt, input_hash: inputHash },
    ...{ currency: unitPrice?.currency, unit_price_minor: unitPrice && `${unitPrice.minor}` },
    product_external_id: placed?.productExternalId,
    buyer_account_id: placed?.buyer.accountId,
    buyer_issuer: placed?.buyer.subject?.issuer,
    buyer_digest: placed?.buyer.subject?.digest,
    click_id: placed?.buyer.clickId,
  };
}

const hashes = statement(
  'attribution.event-hashes',
  `select event_id as "eventId", encode(input_hash, 'hex') as "inputHash"
     from purchase_events where integration_id = $1 and event_id = any($2)`,
);

/** What was told under ids of an integration: SHA-256 (hex) by id. */
export async function hashesOf(
  tx: Tx,
  { integrationId, eventIds }: { integrationId: string; eventIds: readonly string[] },
): Promise<Map<string, string>> {
  const found = await rows<{ eventId: string; inputHash: string }>(tx, hashes, [integrationId, eventIds]);
  return new Map(found.map(({ eventId, inputHash }) => [eventId, inputHash]));
}

interface EventRow {
  key: string;
  type: PurchaseEventType;
  quantity: number;
  occurredAt: Date;
  currency: Currency | null;
  unitPriceMinor: string | null;
  productExternalId: string | null;
  buyerAccountId: AccountId | null;
  buyerIssuer: string | null;
  buyerDigest: string | null;
  clickId: ClickId | null;
}

const eventsOfLine = statement(
  'attribution.events-of-line',
  `select integration_id || ':' || event_id as key, type, quantity, occurred_at as "occurredAt", currency,
     unit_price_minor as "unitPriceMinor", product_external_id as "productExternalId",
     buyer_account_id as "buyerAccountId", buyer_issuer as "buyerIssuer",
     encode(buyer_subject_digest, 'hex') as "buyerDigest", click_id as "clickId"
    from purchase_events where line_id = $1`,
);

/** Everything that was ever told of a line. */
export async function eventsOf(tx: Tx, lineId: PurchaseLineId): Promise<PurchaseEvent[]> {
  const found = await rows<EventRow>(tx, eventsOfLine, [lineId]);
  return found.map(toEvent);
}

function toEvent({ key, type, quantity, occurredAt, ...row }: EventRow): PurchaseEvent {
  const facts = { key, quantity, occurredAt };
  const unitPrice =
    row.currency === null || row.unitPriceMinor === null
      ? undefined
      : { minor: BigInt(row.unitPriceMinor), currency: row.currency };
  if (type !== 'placed') return { ...facts, type, unitPrice };
  if (row.productExternalId === null || !unitPrice) throw new Error('what was placed has a product and a price');
  return {
    ...{ ...facts, type, productExternalId: row.productExternalId, unitPrice },
    buyer: {
      accountId: row.buyerAccountId ?? undefined,
      subject: subjectOf(row),
      clickId: row.clickId ?? undefined,
    },
  };
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
