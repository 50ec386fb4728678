import { Injectable } from '@nestjs/common';
import type { AccountId, Page, PageWindow, TimePosition } from '@moments/kernel';
import {
  PayoutMethodsQueries,
  type PayoutMethodView,
  PayoutsQueries,
  type PayoutView,
  TaxProfilesQueries,
  type TaxProfileView,
} from '@moments/payouts';
import { batched, batchedBy } from '../graphql/batched.js';

/** How a request's accounts are paid, read together. */
@Injectable()
export class PayoutsLoader {
  readonly taxProfiles = batched<AccountId, TaxProfileView>((ids) => this.profiles.of(ids));
  readonly methods = batched<AccountId, PayoutMethodView>((ids) => this.methodsQueries.of(ids));
  readonly pages = batchedBy<AccountId, PageWindow<TimePosition>, Page<PayoutView, TimePosition>>((ids, window) =>
    this.payouts.ofAccounts(ids, window),
  );

  constructor(
    private readonly profiles: TaxProfilesQueries,
    private readonly methodsQueries: PayoutMethodsQueries,
    private readonly payouts: PayoutsQueries,
  ) {}
}
