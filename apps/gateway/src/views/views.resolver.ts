import { Args, Context, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewsService } from '@moments/views';
import type { GraphqlContext } from '../graphql/context.js';
import { RecordViewsInput, RecordViewsPayload, RejectedViewType, type ViewEventInput } from './views.types.js';

@Resolver(() => RecordViewsPayload)
export class ViewsResolver {
  constructor(private readonly views: ViewsService) {}

  @Mutation(() => RecordViewsPayload, {
    description: 'Reports what was watched, signed in or not. A bad event is told and harms no other.',
  })
  async recordViews(
    @Context() { viewer, request }: GraphqlContext,
    @Args('input') { events }: RecordViewsInput,
  ): Promise<RecordViewsPayload> {
    const { address, device } = request;
    const by = { viewerId: viewer.accountId, device, address };
    return this.views.record(by, { events: events.map(toReportedView) });
  }

  @ResolveField(() => Int, { description: 'Stored now, durably.' })
  accepted(@Parent() { accepted = 0 }: RecordViewsPayload): number {
    return accepted;
  }

  @ResolveField(() => Int, { description: 'Stored before, or twice in the input.' })
  duplicates(@Parent() { duplicates = 0 }: RecordViewsPayload): number {
    return duplicates;
  }

  @ResolveField(() => [RejectedViewType])
  rejected(@Parent() { rejected = [] }: RecordViewsPayload): RejectedViewType[] {
    return rejected;
  }
}

const toReportedView = ({ id, playbackToken, watchedMs, positionMs, loops, occurredAt }: ViewEventInput) => ({
  id,
  playbackToken,
  watchedMs,
  positionMs,
  loops: loops ?? 0,
  occurredAt,
});
