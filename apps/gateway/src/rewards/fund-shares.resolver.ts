import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { emptyPage, encodeCursor, type FundPeriodId, type Page, type PageWindow, pageWindow } from '@moments/kernel';
import { type FundShareView, FundsQueries, readSharePosition, type SharePosition } from '@moments/rewards';
import { batchedBy } from '../graphql/batched.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { toShareType } from './fund.mapper.js';
import { FundPeriodType, FundShareConnection, FundShareType } from './fund.types.js';

/** The report of a period. */
@Resolver(() => FundPeriodType)
export class FundSharesResolver {
  private readonly pages = batchedBy<FundPeriodId, PageWindow<SharePosition>, Page<FundShareView, SharePosition>>(
    (ids, window) => this.queries.shares(ids, window),
  );

  constructor(private readonly queries: FundsQueries) {}

  @ResolveField(() => FundShareConnection, {
    description: 'The largest first. All of them and `unallocated` are the pool exactly.',
  })
  async shares(
    @Parent() { periodId }: FundPeriodType,
    @Context() context: GraphqlContext,
    @Args() paging: PagingArgs,
  ): Promise<Connection<FundShareType>> {
    const page = (await this.pages.load(context, periodId, pageWindow(paging, readSharePosition))) ?? emptyPage;
    const cursor = ({ minor, creatorId }: SharePosition) => encodeCursor([minor, creatorId]);
    return toConnection(page, { node: toShareType, cursor, after: paging.after });
  }
}

@Resolver(() => FundShareType)
export class FundShareResolver {
  constructor(private readonly profiles: ProfilesLoader) {}

  @ResolveField(() => ProfileType)
  profile(@Parent() { creatorId }: FundShareType, @Context() context: GraphqlContext): Promise<ProfileType> {
    return this.profiles.get(context, creatorId);
  }
}
