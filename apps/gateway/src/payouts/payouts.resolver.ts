import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import { currency, type Money, parseMoney, type PayoutId } from '@moments/kernel';
import { PayoutsQueries, PayoutsService, type PayoutView, Receipts } from '@moments/payouts';
import type { GraphqlContext, SignedInViewer, ViewerContext } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import type { MoneyInput } from '../graphql/money.types.js';
import { asNodes, NodeRegistry } from '../graphql/node-registry.js';
import { UrlScalar } from '../graphql/scalars.js';
import { SignedIn } from '../graphql/viewer.js';
import { toPayoutType } from './payout.mapper.js';
import { PayoutPayload, PayoutType, RequestPayoutInput } from './payout.types.js';

/** Payouts as their creators see them. */
@Resolver(() => PayoutType)
export class PayoutsResolver implements OnModuleInit {
  constructor(
    private readonly payouts: PayoutsService,
    private readonly receipts: Receipts,
    private readonly queries: PayoutsQueries,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.registerAll('payout', async (ids, viewer) => {
      const payouts = [...(await this.queries.byIds(ids))].filter(([, payout]) => maySee(viewer, payout));
      return asNodes(new Map(payouts), (payout) => toPayoutType(payout, viewer.locale));
    });
  }

  @Mutation(() => PayoutPayload, {
    description: 'Moves money from what is available into a payout on its way to the bank.',
  })
  async requestPayout(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('input') { amount, idempotencyKey }: RequestPayoutInput,
  ): Promise<PayoutPayload> {
    const asked = amount ? { amount: readMoney(amount) } : {};
    return payload(context, await this.payouts.request({ accountId, idempotencyKey, ...asked }));
  }

  @Mutation(() => PayoutPayload, { description: 'Gives the receipt that the self-employed owe for a payout.' })
  async attachReceipt(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('payoutId', { type: () => ID }) payoutId: string,
    @Args('url', { type: () => UrlScalar }) url: string,
  ): Promise<PayoutPayload> {
    return payload(context, await this.receipts.attach({ accountId, payoutId: readPayout(payoutId), url }));
  }

  @Mutation(() => PayoutPayload, {
    description: 'Says that the receipt of a payout that came back was cancelled at the tax service.',
  })
  async cancelReceipt(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('payoutId', { type: () => ID }) payoutId: string,
  ): Promise<PayoutPayload> {
    return payload(context, await this.receipts.cancel({ accountId, payoutId: readPayout(payoutId) }));
  }
}

const maySee = ({ accountId, roles }: ViewerContext, payout: PayoutView): boolean =>
  payout.accountId === accountId || roles.includes('OPERATOR');

export const readPayout = (payoutId: string): PayoutId => readId('payout', payoutId, ['payoutId']);

const readMoney = ({ amount, currency: code }: MoneyInput): Money => parseMoney(amount, currency(code));

export const payload = ({ viewer }: GraphqlContext, view: PayoutView): PayoutPayload => ({
  payout: toPayoutType(view, viewer.locale),
});
