import type { AccountId, ClickId, Currency, PurchaseLineId } from '@moments/kernel';
import { rows, statement, type Tx } from '@moments/platform';
import type { PurchaseEvent, PurchaseEventType } from './domain/purchase-event.js';
import { subjectOf } from './lines.store.js';

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
