import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { ViewsService } from '@moments/views';
import type { ViewerContext } from '../graphql/context.js';
import { Viewer } from '../graphql/viewer.js';
import { RecordViewsInput, RecordViewsPayload } from './views.types.js';

@Resolver()
export class ViewsResolver {
  constructor(private readonly views: ViewsService) {}

  @Mutation(() => RecordViewsPayload, {
    description: 'Reports what was watched, signed in or not. A bad event is told and harms no other.',
  })
  async recordViews(
    @Viewer() { accountId }: ViewerContext,
    @Args('input') { events }: RecordViewsInput,
  ): Promise<RecordViewsPayload> {
    return this.views.record(accountId, { events: events.map((event) => ({ ...event, loops: event.loops ?? 0 })) });
  }
}
