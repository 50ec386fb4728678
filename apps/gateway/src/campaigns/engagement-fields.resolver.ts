import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type EngagementMessageView, ThreadService } from '@moments/campaigns';
import {
  emptyPage,
  encodeCursor,
  type EngagementId,
  type EngagementMessageId,
  isUuid,
  type Page,
  pageWindow,
  type PageWindow,
  toGlobalId,
} from '@moments/kernel';
import { batchedBy } from '../graphql/batched.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { CampaignNodes } from './campaign-nodes.js';
import { CreatorOrderType } from './campaign.types.js';
import { EngagementMessageConnection, EngagementMessageType, EngagementType } from './engagement.types.js';

const readPosition = (cursor: unknown): EngagementMessageId | undefined =>
  typeof cursor === 'string' && isUuid(cursor) ? (cursor as EngagementMessageId) : undefined;

type Messages = Page<EngagementMessageView, EngagementMessageId>;

/** Who works on what, and what the two say. */
@Resolver(() => EngagementType)
export class EngagementFieldsResolver {
  private readonly pages = batchedBy<EngagementId, PageWindow<EngagementMessageId>, Messages>((ids, window) =>
    this.threads.pages(ids, window),
  );

  constructor(
    private readonly nodes: CampaignNodes,
    private readonly profiles: ProfilesLoader,
    private readonly threads: ThreadService,
  ) {}

  @ResolveField(() => CreatorOrderType)
  order(@Parent() { view }: EngagementType, @Context() context: GraphqlContext): Promise<CreatorOrderType> {
    return this.nodes.orderOfEngagement(context, view);
  }

  @ResolveField(() => ProfileType)
  creator(@Parent() { view }: EngagementType, @Context() context: GraphqlContext): Promise<ProfileType> {
    return this.profiles.author(context, view.creatorId);
  }

  @ResolveField(() => EngagementMessageConnection, { description: 'What the two sides said, newest first.' })
  async messages(
    @Context() context: GraphqlContext,
    @Parent() { view }: EngagementType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<EngagementMessageType>> {
    const page = await this.pages.load(context, view.id, pageWindow(paging, readPosition));
    return toConnection(page ?? emptyPage, { node: toMessage, cursor: encodeCursor, after: paging.after });
  }
}

@Resolver(() => EngagementMessageType)
export class EngagementMessageFieldsResolver {
  constructor(private readonly profiles: ProfilesLoader) {}

  @ResolveField(() => ProfileType)
  author(@Parent() { authorId }: EngagementMessageType, @Context() context: GraphqlContext): Promise<ProfileType> {
    return this.profiles.author(context, authorId);
  }
}

const toMessage = ({ id, side, text, sentAt, authorId }: EngagementMessageView): EngagementMessageType =>
  Object.assign(new EngagementMessageType(), { id: toGlobalId('engagementMessage', id), side, text, sentAt, authorId });
