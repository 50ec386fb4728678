import { Injectable } from '@nestjs/common';
import { EngagementQueries, type MomentEngagement } from '@moments/feed';
import type { MomentId } from '@moments/kernel';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';

const untouched: Omit<MomentEngagement, 'momentId'> = {
  views: 0,
  likes: 0,
  comments: 0,
  shares: 0,
  saves: 0,
  likedByViewer: false,
  savedByViewer: false,
};

/** What is shown beside a request's moments: counters and the viewer's flags of all of them, in one statement. */
@Injectable()
export class EngagementLoader {
  private readonly moments = batched<MomentId, MomentEngagement>((ids, { accountId }) =>
    this.queries.ofMoments(accountId, ids),
  );

  constructor(private readonly queries: EngagementQueries) {}

  async of(context: GraphqlContext, momentId: MomentId): Promise<Omit<MomentEngagement, 'momentId'>> {
    return (await this.moments.load(context, momentId)) ?? untouched;
  }

  /** After somebody did something with a moment: what was read of it before is no longer so. */
  forget(context: GraphqlContext, momentId: MomentId): void {
    this.moments.clear(context, momentId);
  }
}
