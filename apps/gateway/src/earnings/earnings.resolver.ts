import type { OnModuleInit } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type AccountId, type BusinessDay, NotFound, pageWindow } from '@moments/kernel';
import {
  type CreatorBalance,
  readStatementPosition,
  statementCursor,
  StatementExport,
  StatementsQueries,
} from '@moments/payouts';
import { CampaignNodes } from '../campaigns/campaign-nodes.js';
import { CampaignType } from '../campaigns/campaign.types.js';
import { batched } from '../graphql/batched.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { asNodes, NodeRegistry } from '../graphql/node-registry.js';
import { DateScalar } from '../graphql/scalars.js';
import { MomentNodes } from '../moments/moment-nodes.js';
import { MomentType } from '../moments/moment.types.js';
import { MonetizationType } from '../monetization/monetization.types.js';
import { CreatorBalanceType, StatementLineConnection, StatementLineType, StatementsArgs } from './earnings.types.js';
import { toBalanceType, toStatementLineType } from './statement-line.mapper.js';

@ArgsType()
class StatementsCsvArgs {
  @Field(() => DateScalar) from!: string;
  @Field(() => DateScalar, { description: 'Included.' }) to!: string;
}

/** What creators have, and the lines that it comes from. */
@Resolver(() => MonetizationType)
export class EarningsResolver implements OnModuleInit {
  private readonly balances = batched<AccountId, CreatorBalance>((ids) => this.statementsQueries.balanceOf(ids));

  constructor(
    private readonly statementsQueries: StatementsQueries,
    private readonly exports: StatementExport,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.registerAll('statementLine', async (ids, { accountId, locale }) => {
      const lines = accountId ? await this.statementsQueries.byIds(accountId, ids) : new Map<never, never>();
      return asNodes(lines, (line) => toStatementLineType(line, locale));
    });
  }

  @ResolveField(() => CreatorBalanceType)
  async balance(
    @Parent() { accountId }: MonetizationType,
    @Context() context: GraphqlContext,
  ): Promise<CreatorBalanceType> {
    const balance = await this.balances.load(context, accountId);
    if (!balance) throw new NotFound('balance');
    return toBalanceType(balance);
  }

  @ResolveField(() => StatementLineConnection, { description: 'Lines of these days, the newest day first.' })
  async statements(
    @Parent() { accountId }: MonetizationType,
    @Context() { viewer: { locale } }: GraphqlContext,
    @Args() { from, to, ...paging }: StatementsArgs,
  ): Promise<Connection<StatementLineType>> {
    const days = { from: toDay(from), to: toDay(to) };
    const page = await this.statementsQueries.ofCreator(accountId, days, pageWindow(paging, readStatementPosition));
    return toConnection(page, {
      node: (line) => toStatementLineType(line, locale),
      cursor: statementCursor,
      after: paging.after,
    });
  }

  @ResolveField(() => String, {
    description: 'The lines of these days as CSV (RFC 4180), the newest day first; 92 days and 20,000 lines at most.',
  })
  statementsCsv(@Parent() { accountId }: MonetizationType, @Args() { from, to }: StatementsCsvArgs): Promise<string> {
    return this.exports.csv(accountId, { from: from as BusinessDay, to: to as BusinessDay });
  }
}

const toDay = (day: string | null | undefined): BusinessDay | undefined =>
  (day ?? undefined) as BusinessDay | undefined;

/** What a line is about. */
@Resolver(() => StatementLineType)
export class StatementLineResolver {
  constructor(
    private readonly moments: MomentNodes,
    private readonly campaigns: CampaignNodes,
  ) {}

  @ResolveField(() => MomentType, { nullable: true, description: 'Null when it is about none, or that is gone.' })
  async moment(
    @Parent() { view }: StatementLineType,
    @Context() context: GraphqlContext,
  ): Promise<MomentType | undefined> {
    return view.momentId && this.moments.load(context, view.momentId);
  }

  @ResolveField(() => CampaignType, { nullable: true, description: 'The same for a campaign.' })
  async campaign(
    @Parent() { view }: StatementLineType,
    @Context() context: GraphqlContext,
  ): Promise<CampaignType | undefined> {
    return view.campaignId && this.campaigns.loadOrder(context, view.campaignId);
  }
}
