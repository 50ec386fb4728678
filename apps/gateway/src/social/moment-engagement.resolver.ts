import { Args, Context, ID, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import type { MomentId } from '@moments/kernel';
import { LikesService } from '@moments/social';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { SignedIn } from '../graphql/viewer.js';
import { MomentNodes } from '../moments/moment-nodes.js';
import { MomentPayload, MomentType } from '../moments/moment.types.js';
import { SocialLoader } from './social.loader.js';
import { MomentStatsType } from './social.types.js';

/** What people do with moments. */
@Resolver(() => MomentType)
export class MomentEngagementResolver {
  constructor(
    private readonly likes: LikesService,
    private readonly loader: SocialLoader,
    private readonly nodes: MomentNodes,
  ) {}

  @ResolveField(() => MomentStatsType)
  async stats({ momentId }: MomentType, _: unknown, context: GraphqlContext): Promise<MomentStatsType> {
    const [{ likes, comments, shares, saves }, views] = await Promise.all([
      this.loader.engagement(context, momentId),
      this.loader.viewsOf(context, momentId),
    ]);
    return { views, likes, comments, shares, saves };
  }

  @ResolveField(() => Boolean)
  async likedByMe({ momentId }: MomentType, _: unknown, context: GraphqlContext): Promise<boolean> {
    return (await this.loader.engagement(context, momentId)).likedByViewer;
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

  private async asItStands(context: GraphqlContext, momentId: MomentId): Promise<MomentPayload> {
    this.loader.forgetMoment(context, momentId);
    return { moment: await this.nodes.load(context, momentId) };
  }
}
