import { Field, ID, InputType, Int } from '@nestjs/graphql';
import type { Admission, CampaignKind, CampaignStatus } from '@moments/campaigns';
import { MoneyInput } from '../graphql/money.types.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { AdmissionEnum, CampaignKindEnum, CampaignStatusEnum } from './campaign.types.js';

@InputType()
export class CampaignFilter {
  @Field(() => CampaignKindEnum, { nullable: true }) kind?: CampaignKind | null;
  @Field(() => CampaignStatusEnum, { nullable: true, description: 'DRAFT: those of your own seller.' })
  status?: CampaignStatus | null;
  @Field(() => ID, { nullable: true, description: 'The profile of whoever made it.' }) ownerId?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Only what you could take or apply for now.' })
  eligibleForMe?: boolean | null;
}

@InputType()
export class CreateCreatorOrderInput {
  @Field(() => String) title!: string;
  @Field(() => String) brief!: string;
  @Field(() => [ID]) productIds!: string[];
  @Field(() => MoneyInput, { description: 'For one place.' }) reward!: MoneyInput;
  @Field(() => Int, { nullable: true, defaultValue: 0, description: 'Of purchases, in hundredths of a percent.' })
  commissionBps?: number | null;
  @Field(() => MoneyInput, {
    nullable: true,
    description: 'The most that is paid in commission to all together; needed with a commission.',
  })
  commissionCeiling?: MoneyInput | null;
  @Field(() => Int, { nullable: true, defaultValue: 1 }) places?: number | null;
  @Field(() => DateTimeScalar, { description: 'Until when the work has to be handed in.' }) deadline!: Date;
  @Field(() => AdmissionEnum) admission!: Admission;
  @Field(() => [ID], { nullable: true, description: 'Who is invited when it is published.' })
  inviteProfileIds?: string[] | null;
  @Field(() => Int, { nullable: true }) minFollowers?: number | null;
  @Field(() => [String], { nullable: true, description: 'ISO 3166 alpha-2; every region when left out.' })
  regions?: string[] | null;
  @Field(() => String, { nullable: true, description: 'Of products that the creator has shown lately.' })
  category?: string | null;
  @Field(() => Int, { nullable: true, description: 'How many strikes may count against the creator.' })
  maxOpenStrikes?: number | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether only creators with monetization may come in.' })
  monetized?: boolean | null;
  @Field(() => Int, { nullable: true, defaultValue: 30 }) keepPublishedDays?: number | null;
  @Field(() => String, { nullable: true, description: 'The token under which the advertisement is registered.' })
  erid?: string | null;
  @Field(() => String) idempotencyKey!: string;
}

@InputType({
  description:
    'What is left out stays. Of an open order this makes a new version of the terms, which holds for those who come later.',
})
export class UpdateCreatorOrderInput {
  @Field(() => ID) orderId!: string;
  @Field(() => String, { nullable: true }) title?: string | null;
  @Field(() => String, { nullable: true }) brief?: string | null;
  @Field(() => [ID], { nullable: true }) productIds?: string[] | null;
  @Field(() => MoneyInput, { nullable: true }) reward?: MoneyInput | null;
  @Field(() => Int, { nullable: true }) commissionBps?: number | null;
  @Field(() => MoneyInput, { nullable: true, description: 'Null takes it back, with a commission of 0.' })
  commissionCeiling?: MoneyInput | null;
  @Field(() => Int, { nullable: true }) places?: number | null;
  @Field(() => DateTimeScalar, { nullable: true }) deadline?: Date | null;
  @Field(() => AdmissionEnum, { nullable: true }) admission?: Admission | null;
  @Field(() => [ID], { nullable: true, description: 'Of a draft only.' }) inviteProfileIds?: string[] | null;
  @Field(() => Int, { nullable: true, description: 'Null asks for none; so with the next ones.' })
  minFollowers?: number | null;
  @Field(() => [String], { nullable: true, description: 'None means every region.' }) regions?: string[] | null;
  @Field(() => String, { nullable: true }) category?: string | null;
  @Field(() => Int, { nullable: true }) maxOpenStrikes?: number | null;
  @Field(() => Boolean, { nullable: true }) monetized?: boolean | null;
  @Field(() => Int, { nullable: true }) keepPublishedDays?: number | null;
  @Field(() => String, { nullable: true }) erid?: string | null;
  @Field(() => String) idempotencyKey!: string;
}
