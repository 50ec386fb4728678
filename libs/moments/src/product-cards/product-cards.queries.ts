import { Injectable } from '@nestjs/common';
import type { MomentId, ProductId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';

/** One product that a moment shows. Prices and stock are the product's own: they are read when they are shown. */
export interface ProductCardView {
  readonly productId: ProductId;
  /** From when to when of the video; both are missing for all the time. */
  readonly startMs?: number;
  readonly endMs?: number;
  /** Where on the picture, 0..1 from its upper left corner; both are missing for wherever the app puts it. */
  readonly x?: number;
  readonly y?: number;
}

const ofMoments = statement(
  'moments.product-cards-of',
  `select moment_id as "momentId", product_id as "productId", start_ms as "startMs", end_ms as "endMs", x, y
     from moment_product_cards where moment_id = any($1) order by moment_id, position`,
);

interface CardRow {
  momentId: MomentId;
  productId: ProductId;
  startMs: number | null;
  endMs: number | null;
  x: number | null;
  y: number | null;
}

/** Reads what moments show of products. */
@Injectable()
export class ProductCardsQueries {
  constructor(private readonly database: Database) {}

  /** Each moment's cards in their order, in one statement; every asked moment is in the answer. Callers check who may see it. */
  async ofMoments(ids: readonly MomentId[]): Promise<Map<MomentId, ProductCardView[]>> {
    const found = await this.database.read<CardRow>(ofMoments, [ids]);
    const cards = new Map<MomentId, ProductCardView[]>(ids.map((id) => [id, []]));
    for (const row of found) cards.get(row.momentId)?.push(toView(row));
    return cards;
  }
}

const toView = ({ productId, startMs, endMs, x, y }: CardRow): ProductCardView => ({
  productId,
  startMs: startMs ?? undefined,
  endMs: endMs ?? undefined,
  x: x ?? undefined,
  y: y ?? undefined,
});
