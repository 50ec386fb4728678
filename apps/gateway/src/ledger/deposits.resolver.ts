import type { OnModuleInit } from '@nestjs/common';
import { Args, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { IncomingDeposits } from '@moments/catalog';
import { requireRole } from '@moments/identity';
import { pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { DepositsQueries } from '@moments/ledger';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { asNodes, forOperators, NodeRegistry } from '../graphql/node-registry.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { Needs, SignedIn } from '../graphql/viewer.js';
import { OperatorQueryType } from '../operator/operator.types.js';
import { toDepositType } from './deposit.mapper.js';
import { AssignDepositInput, DepositConnection, DepositPayload, type DepositType } from './deposit.types.js';

/** Money that arrived for somebody whom nobody knows, and how operators find them. */
@Resolver(() => OperatorQueryType)
export class DepositsResolver implements OnModuleInit {
  constructor(
    private readonly deposits: IncomingDeposits,
    private readonly queries: DepositsQueries,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    const read = forOperators<'deposit'>(async (ids) => asNodes(await this.queries.byIds(ids), toDepositType));
    this.nodes.registerAll('deposit', read);
  }

  @ResolveField(() => DepositConnection, { description: 'Deposits that wait for a payee, the longest waiting first.' })
  async suspenseDeposits(
    @SignedIn() viewer: SignedInViewer,
    @Args() paging: PagingArgs,
  ): Promise<Connection<DepositType>> {
    requireRole(viewer, 'OPERATOR');
    const page = await this.queries.inSuspense(pageWindow(paging, readTimePosition));
    return toConnection(page, { node: toDepositType, cursor: timeCursor, after: paging.after });
  }

  @Needs('OPERATOR')
  @Mutation(() => DepositPayload, {
    description:
      'Sends a deposit, or what the bank has not got back of it, from suspense to the wallet of a payee, for good.',
  })
  async assignDeposit(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('input') { payeeId, idempotencyKey, ...input }: AssignDepositInput,
  ): Promise<DepositPayload> {
    const depositId = readId('deposit', input.depositId, ['depositId']);
    return { deposit: toDepositType(await this.deposits.assign({ depositId, payeeId, idempotencyKey, by })) };
  }
}
