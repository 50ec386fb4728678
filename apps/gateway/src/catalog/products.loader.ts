import { Injectable } from '@nestjs/common';
import { ProductsQueries, type ProductView } from '@moments/catalog';
import { emptyPage, type Page, type PageWindow, type ProductId, type SellerId } from '@moments/kernel';
import { batched, batchedBy } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';
import { toProductType } from './product.mapper.js';
import type { ProductType } from './product.types.js';

type Products = Page<ProductView, ProductId>;

/** Products of a request, read together. */
@Injectable()
export class ProductsLoader {
  private readonly products = batched<ProductId, ProductView>((ids) => this.queries.byIds(ids));
  private readonly pages = batchedBy<SellerId, PageWindow<ProductId>, Products>((sellerIds, window) =>
    this.queries.ofSellers(sellerIds, window),
  );

  constructor(private readonly queries: ProductsQueries) {}

  /** Also what is no longer sold, told as such; `undefined` when there was never such a product. */
  async find(context: GraphqlContext, id: ProductId): Promise<ProductType | undefined> {
    const view = await this.products.load(context, id);
    return view && toProductType(view);
  }

  /** What a seller sells, newest first. */
  async ofSeller(context: GraphqlContext, sellerId: SellerId, window: PageWindow<ProductId>): Promise<Products> {
    return (await this.pages.load(context, sellerId, window)) ?? emptyPage;
  }
}
