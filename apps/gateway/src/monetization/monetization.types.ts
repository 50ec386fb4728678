import { Extensions, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { AccountId } from '@moments/kernel';
import { type TaxStatus, taxStatuses } from '@moments/payouts';
import { type MonetizationStatus, monetizationStatuses, type MonetizationView } from '@moments/rewards';
import { enumOf } from '../graphql/enum-of.js';
import { ownedExcept } from '../graphql/owned-types.js';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

export const MonetizationStatusEnum = enumOf(monetizationStatuses);
registerEnumType(MonetizationStatusEnum, { name: 'MonetizationStatus' });

/** As whom somebody is taxed. */
export const TaxStatusEnum = enumOf(taxStatuses);
registerEnumType(TaxStatusEnum, { name: 'TaxStatus' });

@ObjectType('Requirement', { description: 'One thing that it takes to earn, and how far you are.' })
export class RequirementType {
  @Field(() => String, { description: '`AGE`, `FOLLOWERS`, `QUALIFIED_VIEWS`, `OPEN_STRIKES`, or one to come.' })
  code!: string;
  @Field(() => DecimalScalar) required!: string;
  @Field(() => DecimalScalar) current!: string;
  @Field(() => Boolean) met!: boolean;
  @Field(() => Boolean, { description: 'Whether `required` is the most that there may be; otherwise the least.' })
  atMost!: boolean;
  @Field(() => String, { nullable: true, description: 'Why an operator refused it, in their words.' })
  reason?: string;
}

@Extensions(ownedExcept('status', 'reason', 'mayApplyAt', 'requirements'))
@ObjectType('Monetization', {
  description: 'Whether you earn, and all that belongs to it; operators who decide on it see no money of it.',
})
export class MonetizationType {
  @Field(() => MonetizationStatusEnum) status!: MonetizationStatus;
  @Field(() => String, { nullable: true, description: 'Why it was refused or suspended.' }) reason?: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'After a refusal: from when on you may apply again.' })
  mayApplyAt?: Date;

  /** Whose it is; the other fields are read by it. */
  accountId!: AccountId;
  view!: MonetizationView;
}

@ObjectType('MonetizationPayload')
export class MonetizationPayload extends Payload {
  @Field(() => MonetizationType, { nullable: true }) monetization?: MonetizationType;
}

@InputType()
export class ApplyForMonetizationInput {
  @Field(() => TaxStatusEnum) taxStatus!: TaxStatus;
  @Field(() => String) legalName!: string;
  @Field(() => String, { description: '12 digits.' }) inn!: string;
  @Field(() => DateScalar, {
    nullable: true,
    description: 'For accounts that have told no date of birth yet; one that was told stays.',
  })
  birthDate?: string | null;
  @Field(() => String) idempotencyKey!: string;
}

@InputType()
export class RequirementReasonInput {
  @Field(() => String, { description: 'The code of a requirement.' }) code!: string;
  @Field(() => String, { description: 'Why it is not met in your eyes; the applicant is told.' }) reason!: string;
}

@InputType()
export class MonetizationStandingInput {
  @Field(() => ID) accountId!: string;
  @Field(() => String, { description: 'Why; whoever it is about is told of a suspension.' }) reason!: string;
}
