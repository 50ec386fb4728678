import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { SavesQueries } from '@moments/social';
import { AccountType } from '../accounts/account.types.js';
import { type Connection, toConnection } from '../graphql/connection.js';
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
    const { items, hasNextPage } = await this.saves.savedBy(accountId, pageWindow(paging, readTimePosition));
    const moments = await Promise.all(
      items.map(async ({ item, position }) => ({ item: await this.nodes.loadServed(context, item), position })),
    );
    const { edges, pageInfo } = toConnection(
      { items: moments, hasNextPage },
      { node: (moment) => moment, cursor: timeCursor, after: paging.after },
    );
    // A moment that was removed in this very instant has no node any more; the page goes on behind it all the same.
    return { edges: edges.flatMap(({ cursor, node }) => (node ? [{ cursor, node }] : [])), pageInfo };
  }
}
