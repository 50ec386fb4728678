import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { requireRole } from '@moments/identity';
import { pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { PayoutBatches, PayoutBatchesQueries, PayoutFiles } from '@moments/payouts';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { asNodes, forOperators, NodeRegistry } from '../graphql/node-registry.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { UrlScalar } from '../graphql/scalars.js';
import { Needs, SignedIn } from '../graphql/viewer.js';
import { OperatorQueryType } from '../operator/operator.types.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { toPayoutBatchType } from './payout.mapper.js';
import { PayoutBatchConnection, PayoutBatchType } from './payout.types.js';

/** What goes to the bank together. What is refused here is an error of the operation: there is no payload for it. */
@Resolver(() => OperatorQueryType)
export class PayoutBatchesResolver implements OnModuleInit {
  constructor(
    private readonly batches: PayoutBatches,
    private readonly queries: PayoutBatchesQueries,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    const read = forOperators<'payoutBatch'>(async (ids) => asNodes(await this.queries.byIds(ids), toPayoutBatchType));
    this.nodes.registerAll('payoutBatch', read);
  }

  @ResolveField(() => PayoutBatchConnection, { description: 'Newest first.' })
  async payoutBatches(
    @SignedIn() viewer: SignedInViewer,
    @Args() paging: PagingArgs,
  ): Promise<Connection<PayoutBatchType>> {
    requireRole(viewer, 'OPERATOR');
    const page = await this.queries.page(pageWindow(paging, readTimePosition));
    return toConnection(page, { node: toPayoutBatchType, cursor: timeCursor, after: paging.after });
  }

  @Needs('OPERATOR')
  @Mutation(() => PayoutBatchType, { description: 'Collects the approved payouts that may go now.' })
  async createPayoutBatch(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('idempotencyKey') idempotencyKey: string,
  ): Promise<PayoutBatchType> {
    return toPayoutBatchType(await this.batches.create({ by, idempotencyKey }));
  }

  @Needs('OPERATOR')
  @Mutation(() => PayoutBatchType, {
    description: 'One of the approvals that a batch needs; with the last one it is sent.',
  })
  async approvePayoutBatch(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('batchId', { type: () => ID }) batchId: string,
  ): Promise<PayoutBatchType> {
    return toPayoutBatchType(await this.batches.approve({ batchId: readId('payoutBatch', batchId, ['batchId']), by }));
  }
}

@Resolver(() => PayoutBatchType)
export class PayoutBatchFieldsResolver {
  constructor(
    private readonly files: PayoutFiles,
    private readonly profiles: ProfilesLoader,
  ) {}

  @ResolveField(() => UrlScalar, {
    nullable: true,
    description: 'ISO 20022 pain.001.001.09, once the batch is sent; the link works for ten minutes.',
  })
  async pain001Url(@Parent() { batchId, files }: PayoutBatchType): Promise<string | undefined> {
    return files.pain001 ? this.files.link(batchId, 'pain001') : undefined;
  }

  @ResolveField(() => UrlScalar, {
    nullable: true,
    description:
      'The same payments as 1CClientBankExchange: the bank gets one of the two. Null when one goes to an IBAN.',
  })
  async exchange1cUrl(@Parent() { batchId, files }: PayoutBatchType): Promise<string | undefined> {
    return files.exchange1c ? this.files.link(batchId, 'exchange1c') : undefined;
  }

  @ResolveField(() => [ProfileType], { description: 'In the order in which they approved.' })
  approvedBy(@Parent() { approvers }: PayoutBatchType, @Context() context: GraphqlContext): Promise<ProfileType[]> {
    return Promise.all(approvers.map((id) => this.profiles.get(context, id)));
  }
}
