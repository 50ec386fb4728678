import { Args, Context, ID, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import type { MomentId } from '@moments/kernel';
import { LikesService, SavesService, SharesService } from '@moments/social';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { SignedIn } from '../graphql/viewer.js';
import { MomentNodes } from '../moments/moment-nodes.js';
import { MomentPayload, MomentType } from '../moments/moment.types.js';
import { SightLoader } from '../sight/sight.loader.js';
import { EngagementLoader } from './engagement.loader.js';
import { MomentStatsType } from './social.types.js';

/** What people do with moments. */
@Resolver(() => MomentType)
export class MomentEngagementResolver {
  constructor(
    private readonly likes: LikesService,
    private readonly saves: SavesService,
    private readonly shares: SharesService,
    private readonly loader: EngagementLoader,
    private readonly nodes: MomentNodes,
    private readonly sight: SightLoader,
  ) {}

  @ResolveField(() => MomentStatsType)
  stats({ momentId }: MomentType, _: unknown, context: GraphqlContext): Promise<MomentStatsType> {
    return this.loader.of(context, momentId);
  }

  @ResolveField(() => Boolean)
  async likedByMe({ momentId }: MomentType, _: unknown, context: GraphqlContext): Promise<boolean> {
    return (await this.loader.of(context, momentId)).likedByViewer;
  }

  @ResolveField(() => Boolean)
  async savedByMe({ momentId }: MomentType, _: unknown, context: GraphqlContext): Promise<boolean> {
    return (await this.loader.of(context, momentId)).savedByViewer;
  }

  @Mutation(() => MomentPayload, { description: 'Likes a published moment; liking it again changes nothing.' })
  async like(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('momentId', { type: () => ID }) id: string,
  ): Promise<MomentPayload> {
    const momentId = readId('moment', id, ['momentId']);
    await this.likes.like({ accountId, momentId });
    return this.asItStands(context, momentId);
  }

  @Mutation(() => MomentPayload, { description: 'Takes a like back; without one nothing changes.' })
  async unlike(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('momentId', { type: () => ID }) id: string,
  ): Promise<MomentPayload> {
    const momentId = readId('moment', id, ['momentId']);
    await this.likes.unlike({ accountId, momentId });
    return this.asItStands(context, momentId);
  }

  @Mutation(() => MomentPayload, {
    description: 'Keeps a published moment in your own list, which nobody else sees; again changes nothing.',
  })
  async save(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('momentId', { type: () => ID }) id: string,
  ): Promise<MomentPayload> {
    const momentId = readId('moment', id, ['momentId']);
    await this.saves.save({ accountId, momentId });
    return this.asItStands(context, momentId);
  }

  @Mutation(() => MomentPayload, { description: 'Takes it off your list; when it is not there nothing changes.' })
  async unsave(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('momentId', { type: () => ID }) id: string,
  ): Promise<MomentPayload> {
    const momentId = readId('moment', id, ['momentId']);
    await this.saves.unsave({ accountId, momentId });
    return this.asItStands(context, momentId);
  }

  @Mutation(() => MomentPayload, {
    description: 'Says that you have passed `shareUrl` on. You count once for a moment, however often you share it.',
  })
  async share(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('momentId', { type: () => ID }) id: string,
  ): Promise<MomentPayload> {
    const momentId = readId('moment', id, ['momentId']);
    await this.shares.share({ accountId, momentId });
    return this.asItStands(context, momentId);
  }

  /** The deed has just found the moment fit to be shown to this viewer. */
  private async asItStands(context: GraphqlContext, momentId: MomentId): Promise<MomentPayload> {
    this.loader.forget(context, momentId);
    const moment = await this.nodes.loadServed(context, momentId);
    if (moment) this.sight.forget(context, moment.authorId);
    return { moment };
  }
}
