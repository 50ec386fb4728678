import { Args, Context, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { SubmissionTerms } from '@moments/campaigns';
import { type AccountId, fromGlobalId } from '@moments/kernel';
import { MomentProcessing, MomentsService } from '@moments/moments';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { SignedIn } from '../graphql/viewer.js';
import { mapEvents } from '../sockets/map-events.js';
import { CreateMomentInput, type ProductTagInput, UpdateMomentInput } from './moment.inputs.js';
import { MomentNodes } from './moment-nodes.js';
import { MomentPayload, MomentType } from './moment.types.js';

@Resolver(() => MomentType)
export class MomentsResolver {
  constructor(
    private readonly moments: MomentsService,
    private readonly processing: MomentProcessing,
    private readonly nodes: MomentNodes,
    private readonly terms: SubmissionTerms,
  ) {}

  @Query(() => MomentType, { nullable: true, description: 'Published moments, and your own in every state.' })
  async moment(
    @Context() context: GraphqlContext,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<MomentType | undefined> {
    const momentId = fromGlobalId('moment', id);
    return momentId && this.nodes.load(context, momentId);
  }

  @Mutation(() => MomentPayload, {
    description: 'Makes a moment of completed uploads; it is published by itself once it is ready.',
  })
  async createMoment(
    @SignedIn() { accountId, region }: SignedInViewer,
    @Args('input') input: CreateMomentInput,
  ): Promise<MomentPayload> {
    const productTags = toTags(input.productTags);
    const moment = await this.moments.create({
      author: { accountId, region },
      uploadIds: input.uploadIds.map((id, index) => readId('upload', id, ['uploadIds', String(index)])),
      caption: input.caption,
      commentsEnabled: input.commentsEnabled,
      publishAt: input.publishAt,
      productTags,
      campaign: this.campaignOf(input.submissionToCampaignId, accountId, productTags),
      idempotencyKey: input.idempotencyKey,
    });
    return { moment: this.nodes.toType(moment) };
  }

  @Mutation(() => MomentPayload, { description: 'Changes the words, the switches or the products of your own moment.' })
  async updateMoment(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('input') input: UpdateMomentInput,
  ): Promise<MomentPayload> {
    const { caption, commentsEnabled } = input;
    const productTags = toTags(input.productTags);
    const momentId = readId('moment', input.momentId, ['momentId']);
    const moment = await this.moments.update({ accountId, momentId, caption, commentsEnabled, productTags });
    return { moment: this.nodes.toType(moment) };
  }

  @Mutation(() => MomentPayload, { description: 'Takes your own moment away for good, with all that is stored of it.' })
  async deleteMoment(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('momentId', { type: () => ID }) id: string,
  ): Promise<MomentPayload> {
    const moment = await this.moments.remove({ accountId, momentId: readId('moment', id, ['momentId']) });
    return { moment: this.nodes.toType(moment) };
  }

  @Subscription(() => MomentType, {
    description: 'Your own moment as it stands, then whenever it is further; ends when it is no longer PROCESSING.',
    resolve: (moment: MomentType) => moment,
  })
  async momentProcessing(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('momentId', { type: () => ID }) id: string,
  ): Promise<AsyncIterableIterator<MomentType>> {
    const steps = await this.processing.watch(accountId, readId('moment', id, ['momentId']));
    return mapEvents(steps, async ({ moment, progress }) => Object.assign(this.nodes.toType(moment), { progress }));
  }

  private campaignOf(id: string | null | undefined, creatorId: AccountId, tags: ReturnType<typeof toTags>) {
    if (id == null) return undefined;
    const campaignId = readId('campaign', id, ['submissionToCampaignId']);
    const productIds = tags?.map(({ productId }) => productId) ?? [];
    return { campaignId, disclosure: () => this.terms.disclosureOf({ campaignId, creatorId, productIds }) };
  }
}

const toTags = (tags: readonly ProductTagInput[] | null | undefined) =>
  tags?.map(({ productId, startMs, endMs, x, y }, index) => ({
    productId: readId('product', productId, ['productTags', String(index), 'productId']),
    ...{ startMs, endMs, x, y },
  }));
