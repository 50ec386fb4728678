import { Args, ArgsType, Context, Field, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CardDaysQueries } from '@moments/attribution';
import type { BusinessDay, MomentId } from '@moments/kernel';
import { StatementsQueries } from '@moments/payouts';
import { type DayRange, requireRange, ViewAnalytics } from '@moments/views';
import { batchedBy } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';
import { DateScalar } from '../graphql/scalars.js';
import { MomentType } from '../moments/moment.types.js';
import { type MomentPeriod, toMomentAnalytics } from './moment-analytics.mapper.js';
import { MomentAnalyticsType } from './moment-analytics.types.js';

@ArgsType()
class DayRangeArgs implements DayRange {
  @Field(() => DateScalar) from!: BusinessDay;
  @Field(() => DateScalar, { description: 'Included; at most 366 days in all.' }) to!: BusinessDay;
}

/** How a moment does, for whoever made it. */
@Resolver(() => MomentType)
export class MomentAnalyticsResolver {
  private readonly periods = batchedBy<MomentId, DayRange, MomentPeriod>((ids, range) => this.read(ids, range));

  constructor(
    private readonly views: ViewAnalytics,
    private readonly cards: CardDaysQueries,
    private readonly statements: StatementsQueries,
  ) {}

  @ResolveField(() => MomentAnalyticsType, {
    nullable: true,
    description: 'How it did on these days. For its author alone: null for anybody else.',
  })
  async analytics(
    @Context() context: GraphqlContext,
    @Parent() { momentId, authorId, video }: MomentType,
    @Args() { from, to }: DayRangeArgs,
  ): Promise<MomentAnalyticsType | undefined> {
    // What it earned is in it, so operators are anybody else, too: what they need of somebody's money they get audited.
    if (context.viewer.accountId !== authorId) return undefined;
    const period = await this.periods.load(context, momentId, requireRange({ from, to }));
    return period && toMomentAnalytics(period, video?.durationMs);
  }

  private async read(ids: readonly MomentId[], range: DayRange): Promise<Map<MomentId, MomentPeriod>> {
    const [views, cards, earnings, currency] = await Promise.all([
      this.views.ofMoments(ids, range),
      this.cards.ofMoments(ids, range),
      this.statements.earnedByMoments(ids, range),
      this.statements.currency(),
    ]);
    return new Map(
      ids.flatMap((id) => {
        const ofCards = cards.get(id);
        if (!ofCards) return [];
        return [[id, { views: views.get(id) ?? [], cards: ofCards, earnings: earnings.get(id) ?? [], currency }]];
      }),
    );
  }
}
