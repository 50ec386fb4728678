import { Injectable } from '@nestjs/common';
import type { AccountId, MomentId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';

/** What people did with a moment, and what this viewer did. */
export interface MomentEngagement {
  momentId: MomentId;
  views: number;
  likes: number;
  comments: number;
  shares: number;
  saves: number;
  likedByViewer: boolean;
  savedByViewer: boolean;
}

// A view counter holds more than an Int of GraphQL. `offset 0` makes of the flags a look into an index for each moment: the
// planner would read all that the viewer has ever liked.
const engagement = statement(
  'feed.engagement',
  `select asked.id as "momentId",
          least(coalesce(watched.views, 0), 2147483647)::int as views,
          coalesce(counters.likes, 0) as likes, coalesce(counters.comments, 0) as comments,
          coalesce(counters.shares, 0) as shares, coalesce(counters.saves, 0) as saves,
          exists (select from likes where moment_id = asked.id and account_id = $2 offset 0) as "likedByViewer",
          exists (select from saves where moment_id = asked.id and account_id = $2 offset 0) as "savedByViewer"
     from unnest($1::uuid[]) as asked (id)
     left join moment_counters as counters on counters.moment_id = asked.id
     left join moment_view_counters as watched on watched.moment_id = asked.id`,
);

/** All that is shown beside a moment: read together, because it is shown together. */
@Injectable()
export class EngagementQueries {
  constructor(private readonly database: Database) {}

  /**
   * Counters and the viewer's own flags of many moments, in one statement; each asked moment is in the answer. As they
   * stand: counters change with what they count, those of views a second or two later.
   */
  async ofMoments(
    viewerId: AccountId | undefined,
    momentIds: readonly MomentId[],
  ): Promise<Map<MomentId, MomentEngagement>> {
    const found = await this.database.read<MomentEngagement>(engagement, [momentIds, viewerId ?? null]);
    return new Map(found.map((entry) => [entry.momentId, entry]));
  }
}
