import { Args, Context, ID, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import {
  DisputeCase,
  DisputeResolving,
  DisputesQueries,
  DisputesService,
  type EngagementView,
} from '@moments/campaigns';
import { requireRole } from '@moments/identity';
import { pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { type Connection, toConnection } from '../../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../../graphql/context.js';
import { readId } from '../../graphql/ids.js';
import { readMoney } from '../../graphql/money.mapper.js';
import { MoneyInput } from '../../graphql/money.types.js';
import { PagingArgs } from '../../graphql/paging.args.js';
import { Needs, SignedIn } from '../../graphql/viewer.js';
import { OperatorQueryType } from '../../operator/operator.types.js';
import { CampaignNodes } from '../campaign-nodes.js';
import { EngagementConnection, EngagementPayload, type EngagementType } from '../engagement.types.js';
import { EngagementAnswers } from './engagement-answers.js';

/** What the two sides cannot settle themselves. */
@Resolver(() => OperatorQueryType)
export class DisputesResolver {
  constructor(
    private readonly disputes: DisputesService,
    private readonly resolving: DisputeResolving,
    private readonly cases: DisputeCase,
    private readonly queries: DisputesQueries,
    private readonly nodes: CampaignNodes,
    private readonly answers: EngagementAnswers,
  ) {}

  @ResolveField(() => EngagementConnection, { description: 'Engagements in dispute, the longest waiting first.' })
  async openDisputes(
    @SignedIn() viewer: SignedInViewer,
    @Args() paging: PagingArgs,
  ): Promise<Connection<EngagementType>> {
    requireRole(viewer, 'OPERATOR');
    const page = await this.queries.open(pageWindow(paging, readTimePosition));
    const node = (view: EngagementView): EngagementType => this.nodes.toEngagement(view);
    return toConnection(page, { node, cursor: timeCursor, after: paging.after });
  }

  @Mutation(() => EngagementPayload, {
    description: 'Freezes the place until an operator has decided. By either side, once something was handed in.',
  })
  async openDispute(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('engagementId', { type: () => ID }) engagement: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<EngagementPayload> {
    const engagementId = readId('engagement', engagement, ['engagementId']);
    await this.disputes.open({ accountId, engagementId, reason });
    return this.answers.of(context, engagementId);
  }

  @Mutation(() => EngagementPayload, { description: 'Tells operators how your side sees an open dispute.' })
  async stateCase(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('engagementId', { type: () => ID }) engagement: string,
    @Args('text', { type: () => String }) text: string,
    @Args('idempotencyKey', { type: () => String }) idempotencyKey: string,
    @Args('uploadIds', { type: () => [ID], nullable: true, description: 'Completed uploads of photos that prove it.' })
    uploads?: string[] | null,
  ): Promise<EngagementPayload> {
    const engagementId = readId('engagement', engagement, ['engagementId']);
    const uploadIds = uploads?.map((id, index) => readId('upload', id, ['uploadIds', String(index)]));
    await this.cases.state({ accountId, engagementId, text, uploadIds, idempotencyKey });
    return this.answers.of(context, engagementId);
  }

  @Needs('OPERATOR')
  @Mutation(() => EngagementPayload, {
    description: 'Shares the reward of a disputed place: this much to the creator, the rest back to the seller.',
  })
  async resolveDispute(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId: operatorId }: SignedInViewer,
    @Args('engagementId', { type: () => ID }) engagement: string,
    @Args('toCreator', { type: () => MoneyInput }) toCreator: MoneyInput,
    @Args('resolution', { type: () => String }) resolution: string,
    @Args('idempotencyKey', { type: () => String }) idempotencyKey: string,
  ): Promise<EngagementPayload> {
    const engagementId = readId('engagement', engagement, ['engagementId']);
    const amount = readMoney(toCreator, 'toCreator');
    await this.resolving.resolve({ operatorId, engagementId, toCreator: amount, resolution, idempotencyKey });
    return this.answers.of(context, engagementId);
  }
}
