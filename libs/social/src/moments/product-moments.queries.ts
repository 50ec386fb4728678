import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type MomentId,
  type Page,
  pagesOf,
  type PageWindow,
  type ProductId,
  type TimePosition,
} from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { afterPosition, positionOf } from '../time-position.js';
import { shownMoment } from './shown-moment.store.js';

// What is not shown is passed by before the limit counts, so pages are full. A moment that shows the product several times
// stands in the list by the first of its cards.
const showing = statement(
  'social.moments-showing-products',
  `select asked.id as "productId", shown.id, shown.at
     from unnest($1::uuid[]) as asked (id)
    cross join lateral (
      select cards.moment_id as id, cards.published_at as at
        from moment_product_cards as cards join moments on moments.id = cards.moment_id
       where cards.product_id = asked.id and cards.published_at is not null
         and ${afterPosition('cards.published_at', 'cards.moment_id')}
         and ${shownMoment('moments', '$4::uuid')}
         and not exists (
           select from moment_product_cards as earlier
            where earlier.moment_id = cards.moment_id and earlier.product_id = asked.id
              and earlier.position < cards.position)
       order by cards.published_at desc, cards.moment_id desc limit $5) as shown
    order by shown.at desc, shown.id desc`,
);

interface ShowingRow {
  productId: ProductId;
  id: MomentId;
  at: Date;
}

/** Which moments show products. */
@Injectable()
export class ProductMomentsQueries {
  constructor(private readonly database: Database) {}

  /**
   * Published moments that show each product and that this viewer may see, newest first, in one statement; every asked
   * product is in the answer.
   */
  async showing(
    productIds: readonly ProductId[],
    window: PageWindow<TimePosition>,
    viewerId: AccountId | undefined,
  ): Promise<Map<ProductId, Page<MomentId, TimePosition>>> {
    const parameters = [productIds, ...positionOf(window), viewerId ?? null, window.limit + 1];
    const found = await this.database.read<ShowingRow>(showing, parameters);
    return pagesOf(productIds, found, {
      ownerOf: ({ productId }) => productId,
      limit: window.limit,
      map: ({ id, at }) => ({ item: id, position: { at, id } }),
    });
  }
}
