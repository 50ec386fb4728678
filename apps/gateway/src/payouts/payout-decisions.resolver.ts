import { Args, Context, ID, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { requireRole } from '@moments/identity';
import { pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { PayoutApprovals, PayoutsQueries, type PayoutView } from '@moments/payouts';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { Needs, SignedIn } from '../graphql/viewer.js';
import { OperatorQueryType } from '../operator/operator.types.js';
import { toPayoutType } from './payout.mapper.js';
import {
  HoldPayoutsPayload,
  PayoutConnection,
  PayoutPayload,
  type PayoutType,
  RejectPayoutInput,
} from './payout.types.js';
import { payload, readPayout } from './payouts.resolver.js';

/** What operators decide about single payouts and those who are paid. */
@Resolver(() => OperatorQueryType)
export class PayoutDecisionsResolver {
  constructor(
    private readonly approvals: PayoutApprovals,
    private readonly queries: PayoutsQueries,
  ) {}

  @ResolveField(() => PayoutConnection, { description: 'Payouts that wait for approval, the longest waiting first.' })
  async waitingPayouts(
    @Context() context: GraphqlContext,
    @SignedIn() viewer: SignedInViewer,
    @Args() paging: PagingArgs,
  ): Promise<Connection<PayoutType>> {
    requireRole(viewer, 'OPERATOR');
    const page = await this.queries.waiting(pageWindow(paging, readTimePosition));
    const node = (view: PayoutView) => toPayoutType(view, context.viewer.locale);
    return toConnection(page, { node, cursor: timeCursor, after: paging.after });
  }

  @Needs('OPERATOR')
  @Mutation(() => PayoutPayload, { description: 'One of the approvals that a payout needs; nobody gives two.' })
  async approvePayout(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('payoutId', { type: () => ID }) payoutId: string,
  ): Promise<PayoutPayload> {
    return payload(context, await this.approvals.approve({ payoutId: readPayout(payoutId), by }));
  }

  @Needs('OPERATOR')
  @Mutation(() => PayoutPayload, { description: 'Refuses a payout; the money is available again.' })
  async rejectPayout(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('input') { payoutId, reason }: RejectPayoutInput,
  ): Promise<PayoutPayload> {
    return payload(context, await this.approvals.reject({ payoutId: readPayout(payoutId), by, reason }));
  }

  @Needs('OPERATOR')
  @Mutation(() => HoldPayoutsPayload, {
    description: 'Holds the payouts of an account: nothing is requested, approved or sent until the hold is lifted.',
  })
  async holdPayouts(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('accountId', { type: () => ID }) account: string,
  ): Promise<HoldPayoutsPayload> {
    await this.approvals.hold({ accountId: readId('account', account, ['accountId']), by });
    return { held: true };
  }

  @Needs('OPERATOR')
  @Mutation(() => HoldPayoutsPayload, { description: 'Lifts what `holdPayouts` held.' })
  async liftPayoutHold(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('accountId', { type: () => ID }) account: string,
  ): Promise<HoldPayoutsPayload> {
    await this.approvals.lift({ accountId: readId('account', account, ['accountId']), by });
    return { held: false };
  }
}
