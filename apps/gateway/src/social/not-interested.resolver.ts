import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import { NotInterestedService } from '@moments/social';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { SignedIn } from '../graphql/viewer.js';
import { MomentNodes } from '../moments/moment-nodes.js';
import { MomentPayload } from '../moments/moment.types.js';

/** What people do not want to be shown. */
@Resolver()
export class NotInterestedResolver {
  constructor(
    private readonly notInterested: NotInterestedService,
    private readonly nodes: MomentNodes,
  ) {}

  @Mutation(() => MomentPayload, {
    name: 'notInterested',
    description: 'Keeps a moment out of your feed for good, and most of what its author makes for two weeks.',
  })
  async add(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('momentId', { type: () => ID }) id: string,
  ): Promise<MomentPayload> {
    const momentId = readId('moment', id, ['momentId']);
    await this.notInterested.add({ accountId, momentId });
    return { moment: await this.nodes.load(context, momentId) };
  }
}
