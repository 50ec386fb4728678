import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type NotQualified, notQualifiedReasons } from '@moments/views';
import { enumOf } from '../graphql/enum-of.js';
import { MoneyType } from '../graphql/money.types.js';
import { DateScalar, DecimalScalar } from '../graphql/scalars.js';

const NotQualifiedEnum = enumOf(notQualifiedReasons);
registerEnumType(NotQualifiedEnum, {
  name: 'ViewNotQualified',
  description: 'Why a view does not count for money.',
  valuesMap: {
    OWN: { description: 'By whoever made the moment.' },
    PROMOTED: { description: 'The moment was served because somebody paid for it.' },
    INVALID: { description: 'Nobody watched: it was made by machines or rings of accounts.' },
    TOO_SHORT: { description: 'Left too soon.' },
    HELD: { description: 'Suspicious; may still count.' },
    REPEATED: { description: 'The viewer has counted less than 24 hours before.' },
  },
});

@ObjectType('NotQualifiedViews')
export class NotQualifiedViewsType {
  @Field(() => NotQualifiedEnum) reason!: NotQualified;
  @Field(() => Int) count!: number;
}

@ObjectType('RetentionPoint')
export class RetentionPointType {
  @Field(() => Int) atMs!: number;
  @Field(() => Float, { description: 'Of the viewers, who were still watching then, 0..1.' }) share!: number;
}

@ObjectType('MomentDay')
export class MomentDayType {
  @Field(() => DateScalar) day!: string;
  @Field(() => Int) views!: number;
  @Field(() => Int) qualifiedViews!: number;
  @Field(() => Int) cardOpens!: number;
  @Field(() => Int) purchases!: number;
  @Field(() => MoneyType) earned!: MoneyType;
}

@ObjectType('MomentAnalytics', {
  description:
    'How a moment did on some days. Today’s numbers are of this minute and may change until the day is closed.',
})
export class MomentAnalyticsType {
  @Field(() => Int, { description: 'Each moment once per viewer and feed session.' }) views!: number;
  @Field(() => Int, { description: 'Those that count for money.' }) qualifiedViews!: number;
  @Field(() => [NotQualifiedViewsType], { description: 'The others, by why they do not count.' })
  notQualified!: NotQualifiedViewsType[];
  @Field(() => DecimalScalar) watchTimeMs!: string;
  @Field(() => Int, { description: 'Per view.' }) averageWatchMs!: number;
  @Field(() => Float, { description: 'Of the qualified views, which were watched to the end, 0..1.' })
  completionRate!: number;
  @Field(() => [RetentionPointType], { description: 'At each 5 % of a video’s length; none for photos.' })
  retention!: RetentionPointType[];
  @Field(() => Int, { description: 'How often its product cards were opened.' }) cardOpens!: number;
  @Field(() => Int, { description: 'Order lines that are owed to it, without what was sent back.' }) purchases!: number;
  @Field(() => Float, { description: 'Of those who opened a card, who bought, 0..1; smoothed while they are few.' })
  conversion!: number;
  @Field(() => MoneyType, { description: 'Statement lines of these days, what was taken back included.' })
  earned!: MoneyType;
  @Field(() => [MomentDayType], { description: 'Days on which something happened, in their order.' })
  byDay!: MomentDayType[];
}
