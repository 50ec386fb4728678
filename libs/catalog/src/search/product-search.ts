import { Injectable } from '@nestjs/common';
import { type Page, pageOf, type PageWindow, parseInput, type SellerId } from '@moments/kernel';
import { Database, Settings, statement } from '@moments/platform';
import { z } from 'zod';
import { productColumns, type ProductRow, toProductView } from '../products/product.sql.js';
import type { ProductView } from '../products/product.view.js';
import { priceBound } from './domain/price-bound.js';
import type { SearchPosition } from './domain/search-position.js';
import { textQueries } from './domain/text-query.js';
import { wordsOf } from './domain/words.js';
import { Interpretation } from './interpretation.js';
import { searchLimits } from './search.settings.js';

export interface ProductFilter {
  readonly sellerId?: SellerId;
  /** On a product's path, at any place. */
  readonly category?: string;
  /** Decimals, in the currency of each price. */
  readonly priceFrom?: string;
  readonly priceTo?: string;
  readonly inStock?: boolean;
}

export interface SearchCommand {
  readonly query: string;
  readonly filter: ProductFilter;
  readonly window: PageWindow<SearchPosition>;
}

export interface FoundProducts extends Page<ProductView, SearchPosition> {
  /** The words that were looked for. */
  readonly interpretedAs: readonly string[];
  /** How many products matched, at most as many as are ranked; 0 beyond the last page. */
  readonly candidates: number;
}

// Weights of D, C, B, A; 16: divided by 1 + the logarithm of how many words a card has, so that long ones gain nothing.
const rank = `ts_rank('{0.05, 0.15, 0.4, 1}', products.document, $2::tsquery, 16)`;

// Sellers that are gone are read once and hashed: a join with them is planned for few matches and runs for many, as what
// matches is not known when the statement is planned.
const search = statement(
  'catalog.search-products',
  `with matched as (
     select products.id, ${rank} as rank from products
      where products.document @@ $1::tsquery and products.deleted_at is null
        and ($3::uuid is null or products.seller_id = $3)
        and ($4::text is null or $4 = any(products.category))
        and ($5::jsonb is null or products.price_minor >= ($5 ->> products.currency)::bigint)
        and ($6::jsonb is null or products.price_minor <= ($6 ->> products.currency)::bigint)
        and (not $7::boolean or products.stock is null or products.stock > 0)
        and products.seller_id not in (select id from sellers where deleted_at is not null)
      limit $8
   ), ranked as (select id, rank, count(*) over () :: integer as candidates from matched
   ), page as (
     select * from ranked where $9::real is null or (rank, id) < ($9, $10::uuid) order by rank desc, id desc limit $11)
   select page.rank, page.candidates, ${productColumns}
     from page join products on products.id = page.id join sellers on sellers.id = products.seller_id
    order by page.rank desc, page.id desc`,
);

const rules = z.object({
  query: z.string().max(500, 'must be at most 500 characters long'),
  filter: z.object({
    category: z
      .string()
      .max(200)
      .regex(/^\P{Cc}*$/u, 'has control characters')
      .optional(),
  }),
});

/** Full-text search over titles, brands, categories, attributes and descriptions in Russian, Turkish and English. */
@Injectable()
export class ProductSearch {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly interpretation: Interpretation,
  ) {}

  /**
   * Finds what has all words of the query in any form, mistyped ones put right; when nothing has all of them, what has
   * any. The best first, the newer of equals before the older. Throws `InvalidInput`.
   */
  async search({ query, filter, window }: SearchCommand): Promise<FoundProducts> {
    parseInput(rules, { query, filter });
    const limits = await this.settings.get(searchLimits);
    const words = await this.interpretation.of([...new Set(wordsOf(query))].slice(0, limits.words));
    const interpretedAs = words.map(({ word }) => word);
    const queries = textQueries(words);
    if (!queries) return { items: [], hasNextPage: false, interpretedAs, candidates: 0 };
    const find = (anyWord: boolean) =>
      this.find(
        { match: anyWord ? queries.anyWord : queries.allWords, rank: queries.anyWord, anyWord },
        {
          filter,
          window,
          candidates: limits.candidates,
        },
      );
    const found = await find(window.after?.anyWord ?? false);
    const relax = found.items.length === 0 && !window.after && queries.anyWord !== queries.allWords;
    return { ...(relax ? await find(true) : found), interpretedAs };
  }

  private async find(
    text: { match: string; rank: string; anyWord: boolean },
    { filter, window, candidates }: Omit<SearchCommand, 'query'> & { candidates: number },
  ): Promise<Omit<FoundProducts, 'interpretedAs'>> {
    const { limit, after } = window;
    const found = await this.database.read<ProductRow & { rank: number; candidates: number }>(search, [
      text.match,
      text.rank,
      filter.sellerId ?? null,
      filter.category ?? null,
      filter.priceFrom === undefined ? null : JSON.stringify(priceBound(filter.priceFrom, 'up')),
      filter.priceTo === undefined ? null : JSON.stringify(priceBound(filter.priceTo, 'down')),
      filter.inStock ?? false,
      candidates,
      after?.rank ?? null,
      after?.id ?? null,
      limit + 1,
    ]);
    const page = pageOf(found, limit, (row) => ({
      item: toProductView(row),
      position: { rank: row.rank, id: row.id, anyWord: text.anyWord },
    }));
    return { ...page, candidates: found[0]?.candidates ?? 0 };
  }
}
