import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { BusinessDay } from '@moments/kernel';
import type { DisputeStatementView, DisputeView, RatingView, SubmissionView } from '@moments/campaigns';
import { publicationOutcomes, type PublicationOutcome, type Side } from '@moments/campaigns';
import { enumOf } from '../../graphql/enum-of.js';
import { MoneyType } from '../../graphql/money.types.js';
import { DateScalar, DateTimeScalar } from '../../graphql/scalars.js';
import { EngagementSideEnum } from '../engagement.types.js';

const SubmissionDecisionEnum = enumOf(['APPROVED', 'CHANGES']);
registerEnumType(SubmissionDecisionEnum, { name: 'SubmissionDecision' });
const PublicationOutcomeEnum = enumOf(publicationOutcomes);
registerEnumType(PublicationOutcomeEnum, {
  name: 'PublicationOutcome',
  valuesMap: { WAITING: { description: 'Not to be seen for a reason of nobody’s fault: it is being reviewed.' } },
});

@ObjectType('Submission', { description: 'Work that was handed in, and what the seller said of it.' })
export class SubmissionType {
  @Field(() => Int, { description: 'From 1; one more for each time that changes were asked for.' }) round!: number;
  @Field(() => DateTimeScalar) submittedAt!: Date;
  @Field(() => SubmissionDecisionEnum, { nullable: true }) decision?: SubmissionView['decision'];
  @Field(() => DateTimeScalar, { nullable: true }) decidedAt?: Date;
  @Field(() => Boolean, { description: 'Whether the seller’s silence decided.' }) bySilence!: boolean;
  @Field(() => String, { nullable: true, description: 'What shall be changed.' }) comment?: string;
}

@ObjectType('PublicationCheck', { description: 'What was found of the moment on a day.' })
export class PublicationCheckType {
  @Field(() => DateScalar) day!: BusinessDay;
  @Field(() => PublicationOutcomeEnum) outcome!: PublicationOutcome;
}

@ObjectType('DisputeStatement', { description: 'What one side says about a dispute.' })
export class DisputeStatementType {
  @Field(() => EngagementSideEnum) side!: Side;
  @Field(() => String) text!: string;
  @Field(() => DateTimeScalar) statedAt!: Date;

  authorId!: DisputeStatementView['authorId'];
  uploadIds!: DisputeStatementView['uploadIds'];
}

@ObjectType('Dispute', { description: 'What the two sides could not settle themselves.' })
export class DisputeType {
  @Field(() => String) reason!: string;
  @Field(() => String, { nullable: true }) resolution?: string;
  @Field(() => MoneyType, { nullable: true, description: 'Of the reward; the rest went back to the seller.' })
  toCreator?: MoneyType;
  @Field(() => DateTimeScalar) openedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true }) resolvedAt?: Date;
  @Field(() => [DisputeStatementType], { description: 'In order.' }) statements!: DisputeStatementType[];

  openedById!: DisputeView['openedBy'];
}

@ObjectType('EngagementRating', { description: 'What one side says of the other.' })
export class EngagementRatingType {
  @Field(() => EngagementSideEnum, { description: 'Who says it.' }) side!: Side;
  @Field(() => Int, { description: '1 to 5.' }) stars!: RatingView['stars'];
  @Field(() => String) text!: string;
  @Field(() => DateTimeScalar) ratedAt!: Date;
}

@ObjectType('OrderAnalytics', { description: 'What an order has brought its seller so far.' })
export class OrderAnalyticsType {
  @Field(() => Int, { description: 'Of closed business days.' }) views!: number;
  @Field(() => Int, { description: 'Of closed business days.' }) qualifiedViews!: number;
  @Field(() => Int, { description: 'Of the ordered products.' }) cardOpens!: number;
  @Field(() => Int, { description: 'Of the ordered products, not returned.' }) purchases!: number;
  @Field(() => MoneyType, { description: 'What the purchases that were kept cost.' }) revenue!: MoneyType;
  @Field(() => MoneyType, { description: 'Rewards and commission that were paid.' }) cost!: MoneyType;
  @Field(() => MoneyType, { nullable: true }) costPerPurchase?: MoneyType;
}
