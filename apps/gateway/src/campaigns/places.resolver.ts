import { Args, Context, ID, Int, Mutation, Resolver } from '@nestjs/graphql';
import { type EngagementView, PlacesService, ThreadService } from '@moments/campaigns';
import { NotFound } from '@moments/kernel';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { SignedIn } from '../graphql/viewer.js';
import { CampaignNodes } from './campaign-nodes.js';
import { EngagementPayload } from './engagement.types.js';

/** How creators come into orders, and what the two sides say to each other. */
@Resolver()
export class PlacesResolver {
  constructor(
    private readonly places: PlacesService,
    private readonly threads: ThreadService,
    private readonly nodes: CampaignNodes,
  ) {}

  @Mutation(() => EngagementPayload, {
    description: 'Accepts an invitation, takes a place or applies for one, as the order says.',
  })
  async takeOrder(
    @Context() context: GraphqlContext,
    @SignedIn() viewer: SignedInViewer,
    @Args('orderId', { type: () => ID }) text: string,
    @Args('idempotencyKey', { type: () => String }) idempotencyKey: string,
    @Args('message', { type: () => String, nullable: true, description: 'To the seller.' }) message?: string | null,
    @Args('termsVersion', {
      type: () => Int,
      nullable: true,
      description: 'The terms that you have seen; CONFLICT when there are newer ones.',
    })
    termsVersion?: number | null,
  ): Promise<EngagementPayload> {
    const orderId = readId('campaign', text, ['orderId']);
    const taken = await this.places.take({ by: viewer, orderId, message, termsVersion, idempotencyKey });
    return this.answer(context, taken);
  }

  @Mutation(() => EngagementPayload, {
    description: 'Says yes or no to an application; no to an invitation takes it back. Said again it changes nothing.',
  })
  async admitToOrder(
    @Context() context: GraphqlContext,
    @SignedIn() viewer: SignedInViewer,
    @Args('engagementId', { type: () => ID }) text: string,
    @Args('accept', { type: () => Boolean }) accept: boolean,
  ): Promise<EngagementPayload> {
    const engagementId = readId('engagement', text, ['engagementId']);
    return this.answer(context, await this.places.admit({ by: viewer, engagementId, accept }));
  }

  @Mutation(() => EngagementPayload, { description: 'Says no to an invitation, or takes back an application.' })
  async declineEngagement(
    @Context() context: GraphqlContext,
    @SignedIn() viewer: SignedInViewer,
    @Args('engagementId', { type: () => ID }) text: string,
    @Args('idempotencyKey', { type: () => String }) idempotencyKey: string,
  ): Promise<EngagementPayload> {
    const engagementId = readId('engagement', text, ['engagementId']);
    return this.answer(context, await this.places.decline({ by: viewer, engagementId, idempotencyKey }));
  }

  @Mutation(() => EngagementPayload, { description: 'Asks or answers the other side of an engagement.' })
  async askInEngagement(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('engagementId', { type: () => ID }) text: string,
    @Args('text', { type: () => String }) said: string,
    @Args('idempotencyKey', { type: () => String }) idempotencyKey: string,
  ): Promise<EngagementPayload> {
    const engagementId = readId('engagement', text, ['engagementId']);
    await this.threads.send({ accountId, engagementId, text: said, idempotencyKey });
    const engagement = await this.nodes.loadEngagement(context, engagementId);
    if (!engagement) throw new NotFound('engagement', ['engagementId']);
    return { engagement };
  }

  private answer(context: GraphqlContext, view: EngagementView): EngagementPayload {
    this.nodes.forget(context, view);
    return { engagement: this.nodes.toEngagement(view) };
  }
}
