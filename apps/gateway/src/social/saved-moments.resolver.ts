import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type MomentId, pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { SavesQueries } from '@moments/social';
import { AccountType } from '../accounts/account.types.js';
import { type Connection, toConnectionOf } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { MomentNodes } from '../moments/moment-nodes.js';
import { MomentConnection, type MomentType } from '../moments/moment.types.js';

@Resolver(() => AccountType)
export class SavedMomentsResolver {
  constructor(
    private readonly saves: SavesQueries,
    private readonly nodes: MomentNodes,
  ) {}

  @ResolveField(() => MomentConnection, { description: 'Last saved first; without those that are gone.' })
  async savedMoments(
    @Context() context: GraphqlContext,
    @Parent() { accountId }: AccountType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<MomentType>> {
    const page = await this.saves.savedBy(accountId, pageWindow(paging, readTimePosition));
    const find = (id: MomentId) => this.nodes.loadServed(context, id);
    return toConnectionOf(page, { find, cursor: timeCursor, after: paging.after });
  }
}
