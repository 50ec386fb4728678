import { Args, ArgsType, Context, Field, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type AccountId,
  emptyPage,
  type Page,
  type PageRequest,
  pageWindow,
  type PageWindow,
  readTimePosition,
  timeCursor,
  type TimePosition,
} from '@moments/kernel';
import { MomentsQueries, type MomentStatus, type MomentView } from '@moments/moments';
import { AccountType } from '../accounts/account.types.js';
import { batchedBy } from '../graphql/batched.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { ProfileType } from '../profiles/profile.types.js';
import { MomentNodes } from './moment-nodes.js';
import { MomentConnection, MomentStatusEnum, type MomentType } from './moment.types.js';

@ArgsType()
class OwnMomentsArgs extends PagingArgs {
  @Field(() => [MomentStatusEnum], { nullable: true }) status?: MomentStatus[] | null;
}

@Resolver(() => AccountType)
export class AccountMomentsResolver {
  constructor(
    private readonly queries: MomentsQueries,
    private readonly nodes: MomentNodes,
  ) {}

  @ResolveField(() => MomentConnection, { description: 'Own uploads in every state, newest first.' })
  async moments(@Parent() { accountId }: AccountType, @Args() args: OwnMomentsArgs): Promise<Connection<MomentType>> {
    const page = await this.queries.ofAuthor(accountId, windowOf(args), args.status ?? undefined);
    return toMoments(page, args, this.nodes);
  }
}

@Resolver(() => ProfileType)
export class ProfileMomentsResolver {
  private readonly published = batchedBy<AccountId, PageWindow<TimePosition>, MomentsPage>((authorIds, window) =>
    this.queries.publishedBy(authorIds, window),
  );

  constructor(
    private readonly queries: MomentsQueries,
    private readonly nodes: MomentNodes,
  ) {}

  @ResolveField(() => MomentConnection, { description: 'What everybody sees of them, newest first.' })
  async moments(
    @Context() context: GraphqlContext,
    @Parent() { accountId, shell }: ProfileType,
    @Args() args: PagingArgs,
  ): Promise<Connection<MomentType>> {
    const window = windowOf(args);
    const page = shell ? emptyPage : await this.published.load(context, accountId, window);
    return toMoments(page ?? emptyPage, args, this.nodes);
  }
}

type MomentsPage = Page<MomentView, TimePosition>;

const windowOf = (request: PageRequest) => pageWindow(request, readTimePosition);

const toMoments = (page: MomentsPage, { after }: PageRequest, nodes: MomentNodes) =>
  toConnection(page, { node: (moment) => nodes.toType(moment), cursor: timeCursor, after });
