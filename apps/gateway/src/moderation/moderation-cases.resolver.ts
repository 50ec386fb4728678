import { Args, Context, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type AccountId,
  defaultPageSize,
  type ModerationCaseId,
  pageWindow,
  readTimePosition,
  timeCursor,
} from '@moments/kernel';
import { type CaseReport, CasesQueries, type CaseView, StrikesQueries } from '@moments/moderation';
import { batched, batchedBy } from '../graphql/batched.js';
import { type Connection, toConnectionOf } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { SignedIn } from '../graphql/viewer.js';
import { OperatorQueryType } from '../operator/operator.types.js';
import { ModerationNodes } from './moderation-nodes.js';
import { ModerationCaseConnection, ModerationCaseType, ModerationReportType } from './moderation.types.js';

@Resolver(() => OperatorQueryType)
export class ModerationQueueResolver {
  constructor(
    private readonly cases: CasesQueries,
    private readonly nodes: ModerationNodes,
  ) {}

  @ResolveField(() => ModerationCaseConnection, {
    description: 'What waits for a decision, oldest first; never about your own things.',
  })
  async moderationQueue(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args() paging: PagingArgs,
  ): Promise<Connection<ModerationCaseType>> {
    const page = await this.cases.queue(accountId, pageWindow(paging, readTimePosition));
    // A case about what was swept away a moment ago closes by itself.
    const find = (view: CaseView) => this.nodes.toType(context, view);
    return toConnectionOf(page, { find, cursor: timeCursor, after: paging.after });
  }
}

@Resolver(() => ModerationCaseType)
export class ModerationCaseResolver {
  private readonly newest = batchedBy<ModerationCaseId, { limit: number }, CaseReport[]>((ids, window) =>
    this.cases.reportsOf(ids, window),
  );
  private readonly strikes = batched<AccountId, number>((ids) => this.strikesQueries.openOf(ids));

  constructor(
    private readonly cases: CasesQueries,
    private readonly strikesQueries: StrikesQueries,
  ) {}

  @ResolveField(() => [ModerationReportType], { description: 'The newest; of an appeal, those of the decision.' })
  async reports(
    @Parent() { view }: ModerationCaseType,
    @Context() context: GraphqlContext,
    @Args('first', { type: () => Int, nullable: true, defaultValue: defaultPageSize }) first?: number | null,
  ): Promise<ModerationReportType[]> {
    const { limit } = pageWindow({ first }, readTimePosition);
    return (await this.newest.load(context, view.id, { limit })) ?? [];
  }

  @ResolveField(() => Int, { description: 'Decisions that count against the author today.' })
  async authorStrikesCount(
    @Parent() { view }: ModerationCaseType,
    @Context() context: GraphqlContext,
  ): Promise<number> {
    return (await this.strikes.load(context, view.authorId)) ?? 0;
  }
}
