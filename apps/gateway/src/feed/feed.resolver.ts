import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { type FeedItem, FeedQueries } from '@moments/feed';
import { toGlobalId } from '@moments/kernel';
import { Fingerprints, type Surface } from '@moments/views';
import type { GraphqlContext } from '../graphql/context.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { MomentNodes } from '../moments/moment-nodes.js';
import { FeedConnectionType, type FeedEdgeType, FeedSurfaceEnum } from './feed.types.js';

@Resolver()
export class FeedResolver {
  constructor(
    private readonly queries: FeedQueries,
    private readonly nodes: MomentNodes,
    private readonly fingerprints: Fingerprints,
  ) {}

  @Query(() => FeedConnectionType, {
    description: 'Endless: nothing comes twice within a session, nor again for 30 days once it was watched.',
  })
  async feed(
    @Context() context: GraphqlContext,
    @Args('surface', { type: () => FeedSurfaceEnum, defaultValue: 'FOR_YOU' }) surface: Surface,
    @Args() { first, after }: PagingArgs,
  ): Promise<FeedConnectionType> {
    const { items, hasNextPage, endCursor, sessionId } = await this.queries.page({
      viewer: { ...context.viewer, deviceId: this.fingerprints.deviceOf(context.request.device) },
      surface,
      page: { first, after },
    });
    const edges = await Promise.all(items.map((item) => this.toEdge(context, item)));
    return {
      // A moment that was removed in this very instant has no node any more.
      edges: edges.filter((edge) => edge !== undefined),
      pageInfo: {
        hasNextPage,
        hasPreviousPage: after != null,
        startCursor: items.at(0)?.cursor,
        endCursor,
      },
      sessionId: toGlobalId('feedSession', sessionId),
    };
  }

  private async toEdge(
    context: GraphqlContext,
    { momentId, cursor, playbackToken, promoted }: FeedItem,
  ): Promise<FeedEdgeType | undefined> {
    const node = await this.nodes.loadServed(context, momentId);
    return node && { cursor, node, playbackToken, promoted };
  }
}
