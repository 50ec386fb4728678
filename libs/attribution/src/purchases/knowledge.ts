import { Injectable } from '@nestjs/common';
import { type ProductView, ProductsQueries } from '@moments/catalog';
import { AccountsQueries } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { Settings } from '@moments/platform';
import type { ToldSubject } from './domain/purchase-event.js';
import { returnDaysOf } from './domain/return-days.js';
import type { KnownLine } from './lines.store.js';
import { households, returnWindows } from './purchases.settings.js';

/** What other libs know of the things that lines speak of, read before a line is held. */
export interface Knowledge {
  product(externalId: string): KnownLine['product'];
  account(subject: ToldSubject): AccountId | undefined;
  /** How long before a click its creator may have used the same network. */
  readonly householdDays: number;
}

/** Asks the catalogue for products and identity for buyers, all of a batch at once. */
@Injectable()
export class Knowing {
  constructor(
    private readonly products: ProductsQueries,
    private readonly accounts: AccountsQueries,
    private readonly settings: Settings,
  ) {}

  async of(asked: { productExternalIds: readonly string[]; subjects: readonly ToldSubject[] }): Promise<Knowledge> {
    const [products, accounts, windows, { days: householdDays }] = await Promise.all([
      this.products.byExternalIds([...new Set(asked.productExternalIds)]),
      asked.subjects.length === 0 ? [] : this.accounts.idsBySubject(asked.subjects),
      this.settings.get(returnWindows),
      this.settings.get(households),
    ]);
    const known = ({ id, sellerId, category }: ProductView) => ({
      id,
      sellerId,
      returnsDays: returnDaysOf(category, windows),
    });
    return {
      product: (externalId) => {
        const product = products.get(externalId);
        return product && known(product);
      },
      account: (subject) =>
        accounts.find(({ issuer, digest }) => issuer === subject.issuer && digest === subject.digest)?.accountId,
      householdDays,
    };
  }
}
