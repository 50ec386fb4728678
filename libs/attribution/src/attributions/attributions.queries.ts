import { Injectable } from '@nestjs/common';
import { type Currency, type MomentId, type Page, pagesOf, type PageWindow, type TimePosition } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import type { AttributionView, TouchView } from './attribution.view.js';

const ofMoments = statement(
  'attribution.of-moments',
  `select found.* from unnest($1::uuid[]) as asked (moment_id)
    cross join lateral (
      select id, moment_id as "momentId", product_id as "productId", state, bought, kept, currency,
        unit_price_minor as "unitPriceMinor", clicked_at as "clickedAt", purchased_at as "purchasedAt",
        confirms_at as "confirmsAt", trail
       from attributions
      where attributions.moment_id = asked.moment_id and state <> 'SUPERSEDED'
        and (purchased_at, id) < ($2::timestamptz, $3::uuid)
      order by purchased_at desc, id desc limit $4) as found`,
);

// Beyond everything when the page is the first.
const latest = 'infinity';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

type Row = Pick<AttributionView, 'id' | 'momentId' | 'productId' | 'state' | 'clickedAt' | 'purchasedAt'> & {
  bought: number;
  kept: number;
  currency: Currency;
  unitPriceMinor: string;
  confirmsAt: Date | null;
  trail: (Omit<TouchView, 'clickedAt'> & { clickedAt: string })[];
};

/** Reads what moments have sold; one statement, however many moments are asked for. */
@Injectable()
export class AttributionsQueries {
  constructor(private readonly database: Database) {}

  /** A page of each moment's purchases, the newest first. For those alone who may know: whoever made the moment. */
  async ofMoments(
    momentIds: readonly MomentId[],
    { limit, after }: PageWindow<TimePosition>,
  ): Promise<Map<MomentId, Page<AttributionView, TimePosition>>> {
    const position = [after?.at ?? latest, after?.id ?? lastId];
    const found = await this.database.read<Row>(ofMoments, [momentIds, ...position, limit + 1]);
    return pagesOf(momentIds, found, {
      ownerOf: ({ momentId }) => momentId,
      limit,
      map: (row) => ({ item: toView(row), position: { at: row.purchasedAt, id: row.id } }),
    });
  }
}

const toView = ({ bought, kept, currency, unitPriceMinor, confirmsAt, trail, ...row }: Row): AttributionView => ({
  ...row,
  quantity: bought,
  returnedQuantity: bought - kept,
  amount: { minor: BigInt(unitPriceMinor) * BigInt(kept), currency },
  confirmsAt: confirmsAt ?? undefined,
  trail: trail.map(({ clickedAt, ...touch }) => ({ ...touch, clickedAt: new Date(clickedAt) })),
});
