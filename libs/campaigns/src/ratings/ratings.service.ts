import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import { type AccountId, after, Clock, days, type EngagementId, parseInput, textSchema } from '@moments/kernel';
import { Database, defineSetting, execute, Settings, statement } from '@moments/platform';
import { z } from 'zod';
import { EngagementNotInState } from '../campaigns.errors.js';
import { lockEngagement } from '../places/engagements.store.js';
import { Parties, requireSide, type Side } from '../work/parties.js';
import { AlreadyRated, RatingOver } from './ratings.errors.js';

/** What the two sides say of each other. */
const ratingSettings = defineSetting({
  name: 'campaigns.ratings',
  schema: z.object({
    /** How long after the payment each may say it; then whatever was said is shown, also when the other was silent. */
    days: z.int().min(1).max(90),
  }),
  fallback: { days: 14 },
});

export interface RateEngagement {
  accountId: AccountId;
  engagementId: EngagementId;
  /** 1 to 5. */
  stars: number;
  text?: string | null;
}

/** What one side has said of the other. */
export interface RatingView {
  readonly engagementId: EngagementId;
  readonly side: Side;
  readonly stars: number;
  readonly text: string;
  readonly ratedAt: Date;
}

const rating = z.object({
  stars: z.int().min(1, 'must be 1 or more').max(5, 'must be 5 or less'),
  text: textSchema({ max: 1_000, maxLineBreaks: 20 })
    .nullish()
    .transform((text) => text ?? ''),
});

const shown = statement(
  'campaigns.shown-ratings',
  `select ratings.engagement_id as "engagementId", side, stars, text, rated_at as "ratedAt"
     from engagement_ratings as ratings join engagements on engagements.id = ratings.engagement_id
    where ratings.engagement_id = any($1)
      and (engagements.ended_at <= $2
           or (select count(*) from engagement_ratings as said
                where said.engagement_id = ratings.engagement_id) = 2)
    order by side`,
);

/** What the two sides say of each other once the work is paid. Neither sees the other's word before both are said. */
@Injectable()
export class RatingsService {
  constructor(
    private readonly database: Database,
    private readonly parties: Parties,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Says it once. Throws `NotFound`, `EngagementNotInState` unless it is paid, `RatingOver`, `AlreadyRated`, `InvalidInput`. */
  async rate({ accountId, engagementId, ...input }: RateEngagement): Promise<void> {
    const { stars, text } = parseInput(rating, input);
    const { days: ratingDays } = await this.settings.get(ratingSettings);
    const party = await this.parties.of(accountId);
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      const { engagement, side } = requireSide(await lockEngagement(tx, engagementId), party);
      if (engagement.status !== 'PAID' || !engagement.endedAt) throw new EngagementNotInState(engagement.status);
      if (after(engagement.endedAt, days(ratingDays)) <= now) throw new RatingOver();
      const kept = await execute(
        tx,
        `insert into engagement_ratings (engagement_id, side, author_id, stars, text, rated_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [engagementId, side, accountId, stars, text, now],
      );
      if (kept === 0) throw new AlreadyRated();
    });
  }

  /** What may be shown of engagements: both sides' words at once, or the only one when the time for the other is over. */
  async shownOf(ids: readonly EngagementId[]): Promise<Map<EngagementId, RatingView[]>> {
    const { days: ratingDays } = await this.settings.get(ratingSettings);
    const found = await this.database.read<RatingView>(shown, [ids, after(this.clock.now(), -days(ratingDays))]);
    const views = new Map<EngagementId, RatingView[]>(ids.map((id) => [id, []]));
    for (const view of found) views.get(view.engagementId)?.push(view);
    return views;
  }
}
