import { Args, Context, ID, Int, Mutation, Resolver } from '@nestjs/graphql';
import { Cancelling, RatingsService, WorkService } from '@moments/campaigns';
import type { GraphqlContext, SignedInViewer } from '../../graphql/context.js';
import { readId } from '../../graphql/ids.js';
import { SignedIn } from '../../graphql/viewer.js';
import { EngagementPayload } from '../engagement.types.js';
import { EngagementAnswers } from './engagement-answers.js';

/** The work on an order. */
@Resolver()
export class WorkResolver {
  constructor(
    private readonly work: WorkService,
    private readonly cancelling: Cancelling,
    private readonly ratings: RatingsService,
    private readonly answers: EngagementAnswers,
  ) {}

  @Mutation(() => EngagementPayload, {
    description: 'Hands in a moment that was made for the order and is ready; the seller has 72 hours to answer.',
  })
  async submitWork(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('engagementId', { type: () => ID }) engagement: string,
    @Args('momentId', { type: () => ID }) moment: string,
    @Args('idempotencyKey', { type: () => String }) idempotencyKey: string,
  ): Promise<EngagementPayload> {
    const engagementId = readId('engagement', engagement, ['engagementId']);
    const momentId = readId('moment', moment, ['momentId']);
    await this.work.submit({ accountId, engagementId, momentId, idempotencyKey });
    return this.answers.of(context, engagementId);
  }

  @Mutation(() => EngagementPayload, {
    description: 'Approves what was handed in, which publishes it, or asks for changes in writing.',
  })
  async reviewWork(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('engagementId', { type: () => ID }) engagement: string,
    @Args('approve', { type: () => Boolean }) approve: boolean,
    @Args('idempotencyKey', { type: () => String }) idempotencyKey: string,
    @Args('comment', { type: () => String, nullable: true, description: 'Needed when changes are asked for.' })
    comment?: string | null,
  ): Promise<EngagementPayload> {
    const engagementId = readId('engagement', engagement, ['engagementId']);
    await this.work.review({ accountId, engagementId, approve, comment, idempotencyKey });
    return this.answers.of(context, engagementId);
  }

  @Mutation(() => EngagementPayload, {
    description:
      'Steps back from a place: the seller while nothing was handed in, the creator until the work is approved.',
  })
  async cancelEngagement(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('engagementId', { type: () => ID }) engagement: string,
    @Args('idempotencyKey', { type: () => String }) idempotencyKey: string,
  ): Promise<EngagementPayload> {
    const engagementId = readId('engagement', engagement, ['engagementId']);
    await this.cancelling.cancel({ accountId, engagementId, idempotencyKey });
    return this.answers.of(context, engagementId);
  }

  @Mutation(() => EngagementPayload, { description: 'Says once what the work with the other side was like.' })
  async rateEngagement(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('engagementId', { type: () => ID }) engagement: string,
    @Args('stars', { type: () => Int, description: '1 to 5.' }) stars: number,
    @Args('text', { type: () => String, nullable: true }) text?: string | null,
  ): Promise<EngagementPayload> {
    const engagementId = readId('engagement', engagement, ['engagementId']);
    await this.ratings.rate({ accountId, engagementId, stars, text });
    return this.answers.of(context, engagementId);
  }
}
