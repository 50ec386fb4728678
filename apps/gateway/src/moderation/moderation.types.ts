import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type ReportReason, reportReasons } from '@moments/kernel';
import { type CaseOutcome, caseOutcomes, type CaseView } from '@moments/moderation';
import { ConnectionOf } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum-of.js';
import { NodeType } from '../graphql/node.types.js';
import { DateTimeScalar } from '../graphql/scalars.js';

export const ReportReasonEnum = enumOf(reportReasons);
registerEnumType(ReportReasonEnum, { name: 'ReportReason' });

const CaseOutcomeEnum = enumOf(caseOutcomes);
registerEnumType(CaseOutcomeEnum, {
  name: 'ModerationOutcome',
  valuesMap: {
    APPROVED: { description: 'It stays.' },
    REJECTED: { description: 'It was taken away.' },
    GONE: { description: 'It went by itself before anybody had decided.' },
  },
});

@ObjectType('ModerationNotice', { description: 'Why moderators took something away, as its author is told.' })
export class ModerationNoticeType {
  @Field(() => ReportReasonEnum) reason!: ReportReason;
  @Field(() => String, { description: 'The moderator’s own words, or a sentence for the reason.' }) message!: string;
  @Field(() => Boolean, { description: 'Whether `appealModeration` is still open to you.' }) appealable!: boolean;
}

@InputType()
export class ReportInput {
  @Field(() => ID, { description: 'A moment, a comment or a profile.' }) subjectId!: string;
  @Field(() => ReportReasonEnum) reason!: ReportReason;
  @Field(() => String, { nullable: true, description: 'In your own words; only moderators read it.' })
  comment?: string | null;
}

@ObjectType('ModerationReport', { description: 'One report; who made it is not told.' })
export class ModerationReportType {
  @Field(() => ReportReasonEnum) reason!: ReportReason;
  @Field(() => String, { nullable: true }) comment?: string | null;
  @Field(() => DateTimeScalar) createdAt!: Date;
}

@ObjectType('ModerationCase', { implements: () => NodeType, description: 'Something to be judged, once.' })
export class ModerationCaseType extends NodeType {
  @Field(() => NodeType, { description: 'The moment, comment or profile, whatever state it is in.' })
  subject!: NodeType;
  @Field(() => [ReportReasonEnum], { description: 'Each once, in the order they came.' })
  reasons!: readonly ReportReason[];
  @Field(() => Int, { description: 'From as many accounts.' }) reportsCount!: number;
  @Field(() => DateTimeScalar) openedAt!: Date;
  @Field(() => String, { nullable: true, description: 'The author’s words when it is an appeal.' }) appeal?: string;
  @Field(() => CaseOutcomeEnum, { nullable: true, description: 'Null while it is open.' }) outcome?: CaseOutcome;
  @Field(() => DateTimeScalar, { nullable: true }) closedAt?: Date;
  @Field(() => Int, { description: 'How often the same thing was decided on before.' })
  previousDecisionsCount!: number;

  view!: CaseView;
}

export const ModerationCaseConnection = ConnectionOf(ModerationCaseType, 'ModerationCase');
