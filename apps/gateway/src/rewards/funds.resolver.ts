import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { requireRole } from '@moments/identity';
import {
  type BusinessDay,
  type CreatorFundId,
  emptyPage,
  encodeCursor,
  type Page,
  type PageWindow,
  pageWindow,
} from '@moments/kernel';
import {
  FundClosing,
  FundPeriodsService,
  type FundPeriodView,
  FundsQueries,
  FundsService,
  type PeriodPosition,
  readPeriodPosition,
} from '@moments/rewards';
import { batchedBy } from '../graphql/batched.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { readMoney } from '../graphql/money.mapper.js';
import { asNodes, forOperators, NodeRegistry } from '../graphql/node-registry.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { Needs, SignedIn } from '../graphql/viewer.js';
import { OperatorQueryType } from '../operator/operator.types.js';
import { toFundType, toPeriodType } from './fund.mapper.js';
import {
  AddToFundInput,
  CreateFundInput,
  CreatorFundPayload,
  CreatorFundType,
  FundPeriodConnection,
  FundPeriodPayload,
  FundPeriodType,
  OpenFundPeriodInput,
} from './fund.types.js';

/** Funds, as operators found and feed them. */
@Resolver(() => OperatorQueryType)
export class FundsResolver implements OnModuleInit {
  constructor(
    private readonly funds: FundsService,
    private readonly queries: FundsQueries,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    const read = forOperators<'creatorFund'>(async (ids) => asNodes(await this.queries.byIds(ids), toFundType));
    this.nodes.registerAll('creatorFund', read);
  }

  @ResolveField(() => [CreatorFundType], { name: 'funds', description: 'The oldest first.' })
  async list(@SignedIn() viewer: SignedInViewer): Promise<CreatorFundType[]> {
    requireRole(viewer, 'OPERATOR');
    return (await this.queries.all()).map(toFundType);
  }

  @Needs('OPERATOR')
  @Mutation(() => CreatorFundPayload, { description: 'Founds a fund; it has no money yet.' })
  async createFund(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('input') { name, purpose, idempotencyKey }: CreateFundInput,
  ): Promise<CreatorFundPayload> {
    const { id } = await this.funds.found({ name, purpose, idempotencyKey, by });
    return { fund: await this.find(id) };
  }

  @Needs('OPERATOR')
  @Mutation(() => CreatorFundPayload, { description: 'Gives a fund money of the platform’s own.' })
  async addToFund(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('input') { idempotencyKey, ...input }: AddToFundInput,
  ): Promise<CreatorFundPayload> {
    const fundId = readId('creatorFund', input.fundId, ['fundId']);
    await this.funds.add({ fundId, amount: readMoney(input.amount, 'amount'), idempotencyKey, by });
    return { fund: await this.find(fundId) };
  }

  private async find(id: CreatorFundId): Promise<CreatorFundType | undefined> {
    const fund = (await this.queries.byIds([id])).get(id);
    return fund && toFundType(fund);
  }
}

/** Periods of funds: opened, shared, or given back. */
@Resolver(() => CreatorFundType)
export class FundPeriodsResolver implements OnModuleInit {
  private readonly pages = batchedBy<CreatorFundId, PageWindow<PeriodPosition>, Page<FundPeriodView, PeriodPosition>>(
    (ids, window) => this.queries.periods(ids, window),
  );

  constructor(
    private readonly periodsService: FundPeriodsService,
    private readonly closing: FundClosing,
    private readonly queries: FundsQueries,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    const read = forOperators<'fundPeriod'>(async (ids) => asNodes(await this.queries.periodsByIds(ids), toPeriodType));
    this.nodes.registerAll('fundPeriod', read);
  }

  @ResolveField(() => FundPeriodConnection, { description: 'The latest first.' })
  async periods(
    @Parent() { fundId }: CreatorFundType,
    @Context() context: GraphqlContext,
    @Args() paging: PagingArgs,
  ): Promise<Connection<FundPeriodType>> {
    const page = (await this.pages.load(context, fundId, pageWindow(paging, readPeriodPosition))) ?? emptyPage;
    const cursor = ({ from, id }: PeriodPosition) => encodeCursor([from, id]);
    return toConnection(page, { node: toPeriodType, cursor, after: paging.after });
  }

  @Needs('OPERATOR')
  @Mutation(() => FundPeriodPayload, { description: 'Sets a part of a fund’s budget aside to be shared.' })
  async openFundPeriod(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('input') { from, to, rules, idempotencyKey, ...input }: OpenFundPeriodInput,
  ): Promise<FundPeriodPayload> {
    const fundId = readId('creatorFund', input.fundId, ['fundId']);
    const days = { from: from as BusinessDay, to: to as BusinessDay };
    const pool = readMoney(input.pool, 'pool');
    return {
      period: toPeriodType(await this.periodsService.open({ fundId, ...days, pool, rules, idempotencyKey, by })),
    };
  }

  @Needs('OPERATOR')
  @Mutation(() => FundPeriodPayload, {
    description: 'Shares the pool of a period whose days are closed, and puts every share on its creator’s statement.',
  })
  async closeFundPeriod(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('periodId', { type: () => ID }) periodId: string,
  ): Promise<FundPeriodPayload> {
    const id = readId('fundPeriod', periodId, ['periodId']);
    const { id: closed } = await this.closing.close({ periodId: id, by });
    const period = (await this.queries.periodsByIds([closed])).get(closed);
    return { period: period && toPeriodType(period) };
  }

  @Needs('OPERATOR')
  @Mutation(() => FundPeriodPayload, { description: 'Gives the pool of a period that is not shared back to its fund.' })
  async cancelFundPeriod(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('periodId', { type: () => ID }) periodId: string,
  ): Promise<FundPeriodPayload> {
    const id = readId('fundPeriod', periodId, ['periodId']);
    return { period: toPeriodType(await this.periodsService.cancel({ periodId: id, by })) };
  }
}
