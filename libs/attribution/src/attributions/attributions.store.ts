import type {
  AccountId,
  AttributionId,
  ClickId,
  Currency,
  MomentId,
  ProductId,
  PurchaseLineId,
  SellerId,
} from '@moments/kernel';
import { newId } from '@moments/kernel';
import { execute, rows, statement, type Tx } from '@moments/platform';
import type { Buyer, NamedClick, Purchase, Touch } from './domain/last-touch.js';
import type { KnownAttribution, SettledAttribution } from './domain/settle-line.js';
import type { AttributionFlag } from './domain/standing.js';

const touchColumns = `id as "clickId", opener_id as "openerId", moment_id as "momentId", creator_id as "creatorId",
  product_id as "productId", seller_id as "sellerId", clicked_at as "clickedAt", counts_until as "countsUntil",
  covers_seller as "coversSeller", encode(network_key, 'hex') as "networkKey"`;
const inForce = 'clicked_at <= $4 and counts_until >= $4 and creator_id is distinct from $1';

// Of whoever opens cards all day, the last ones decide.
const mostTouches = 50;

type TouchRow = Omit<Touch, 'networkKey'> & { networkKey: string | null };

const touches = statement(
  'attribution.touches',
  `select * from (select ${touchColumns} from clicks where account_id = $1 and product_id = $2 and ${inForce}
                   order by clicked_at desc limit ${mostTouches}) as of_product
   union
   select * from (select ${touchColumns} from clicks
                   where account_id = $1 and seller_id = $3 and covers_seller and ${inForce}
                   order by clicked_at desc limit ${mostTouches}) as of_seller
   union
   select * from (select ${touchColumns} from clicks
                   where opener_id = $5 and (product_id = $2 or (seller_id = $3 and covers_seller)) and ${inForce}
                   order by clicked_at desc limit ${mostTouches}) as anonymous`,
);

/** The clicks of a buyer that a purchase could be owed to. */
export async function touchesOf(tx: Tx, purchase: Purchase, { anonymous }: Buyer): Promise<Touch[]> {
  const found = await rows<TouchRow>(tx, touches, [
    purchase.buyerId ?? null,
    purchase.productId,
    purchase.sellerId,
    purchase.placedAt,
    anonymous ?? null,
  ]);
  return found.map(({ networkKey, ...touch }) => ({ ...touch, networkKey: networkKey ?? undefined }));
}

const clickById = statement(
  'attribution.named-click',
  `select account_id as "accountId", feed_session_id as "feedSessionId" from clicks where id = $1`,
);

/** Who made a click; `undefined` when there is none. */
export async function namedClick(tx: Tx, clickId: ClickId): Promise<NamedClick | undefined> {
  const [found] = await rows<{ accountId: AccountId | null; feedSessionId: NamedClick['feedSessionId'] }>(
    tx,
    clickById,
    [clickId],
  );
  return found && { accountId: found.accountId ?? undefined, feedSessionId: found.feedSessionId };
}

const sharedNetwork = statement(
  'attribution.shared-network',
  `select from clicks
    where account_id = $1 and network_key = decode($2, 'hex') and clicked_at between $3 and $4 limit 1`,
);

/** Whether the creator opened a card from the network of the click since then. */
export async function creatorSharesNetwork(
  tx: Tx,
  { creatorId, networkKey, clickedAt }: Touch,
  since: Date,
): Promise<boolean> {
  if (networkKey === undefined) return false;
  const found = await rows(tx, sharedNetwork, [creatorId, networkKey, since, clickedAt]);
  return found.length > 0;
}

/** An attribution of a line as it is kept. */
export interface KeptAttribution extends KnownAttribution {
  readonly id: AttributionId;
  readonly version: number;
  readonly flag?: AttributionFlag;
  readonly momentId: MomentId;
  readonly creatorId: AccountId;
  readonly productId: ProductId;
  readonly sellerId: SellerId;
  readonly purchasedAt: Date;
}

type KeptRow = Omit<KeptAttribution, 'unitPriceMinor' | 'flag'> & {
  unitPriceMinor: string;
  currency: Currency;
  flag: AttributionFlag | null;
};

const ofLine = statement(
  'attribution.of-line',
  `select id, click_id as "clickId", state, flag, owed, confirmed, unit_price_minor as "unitPriceMinor", currency,
     version, moment_id as "momentId", creator_id as "creatorId", product_id as "productId", seller_id as "sellerId",
     purchased_at as "purchasedAt"
    from attributions where line_id = $1`,
);

/** Every attribution that a line has ever had. */
export async function attributionsOf(tx: Tx, lineId: PurchaseLineId): Promise<KeptAttribution[]> {
  const found = await rows<KeptRow>(tx, ofLine, [lineId]);
  return found.map(({ unitPriceMinor, flag, ...row }) => ({
    ...row,
    unitPriceMinor: BigInt(unitPriceMinor),
    flag: flag ?? undefined,
  }));
}

const superseding = statement(
  'attribution.supersede',
  `update attributions set state = 'SUPERSEDED', owed = 0, confirmed = 0, version = version + $2, updated_at = $3
    where id = $1`,
);

/** Another click's now; comes before {@link saveAttribution}, as a line is owed to one click at a time. */
export async function supersede(tx: Tx, id: AttributionId, { news, now }: { news: number; now: Date }): Promise<void> {
  await execute(tx, superseding, [id, news, now]);
}

const saving = statement(
  'attribution.save',
  `insert into attributions as kept (id, line_id, click_id, opener_id, moment_id, creator_id, clicked_at, product_id,
     seller_id, purchased_at, bought, kept, currency, unit_price_minor, state, flag, confirms_at, owed, confirmed,
     version, trail, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $22)
   on conflict on constraint attributions_click_once do update
     set product_id = $8, seller_id = $9, purchased_at = $10, bought = $11, kept = $12, currency = $13,
         unit_price_minor = $14, state = $15, flag = $16, confirms_at = $17, owed = $18, confirmed = $19,
         version = kept.version + $20, trail = $21, updated_at = $22
   returning id, version - $20 as version`,
);

/** Writes how a line's attribution to a click stands now; gives its id and how often news were told of it before. */
export async function saveAttribution(
  tx: Tx,
  { touch, trail, standing, flag, changes }: SettledAttribution,
  { lineId, purchase, now }: { lineId: PurchaseLineId; purchase: Purchase; now: Date },
): Promise<{ id: AttributionId; version: number }> {
  const [saved] = await rows<{ id: AttributionId; version: number }>(tx, saving, [
    newId<'attribution'>(),
    lineId,
    touch.clickId,
    touch.openerId,
    touch.momentId,
    touch.creatorId,
    touch.clickedAt,
    purchase.productId,
    purchase.sellerId,
    purchase.placedAt,
    standing.bought,
    standing.kept,
    standing.currency,
    `${standing.unitPriceMinor}`,
    standing.state,
    flag ?? null,
    standing.confirmsAt ?? null,
    standing.owed,
    standing.confirmed,
    changes.length,
    JSON.stringify(trail.map(toStep)),
    now,
  ]);
  if (!saved) throw new Error('an attribution that was just written is there');
  return saved;
}

/** A touch without whoever touched. */
const toStep = ({ momentId, creatorId, productId, clickedAt }: Touch) => ({
  momentId,
  creatorId,
  productId,
  clickedAt,
});
