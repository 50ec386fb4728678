import { Field, Int, InterfaceType, ObjectType, registerEnumType } from '@nestjs/graphql';
import {
  type Admission,
  admissions,
  type CampaignKind,
  campaignKinds,
  type CampaignStatus,
  campaignStatuses,
  type OrderView,
} from '@moments/campaigns';
import { ConnectionOf } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum-of.js';
import { MoneyType } from '../graphql/money.types.js';
import { NodeType } from '../graphql/node.types.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

export const CampaignKindEnum = enumOf(campaignKinds);
registerEnumType(CampaignKindEnum, { name: 'CampaignKind' });

export const CampaignStatusEnum = enumOf(campaignStatuses);
registerEnumType(CampaignStatusEnum, {
  name: 'CampaignStatus',
  valuesMap: {
    DRAFT: { description: 'Only members of the seller see it; it costs nothing yet.' },
    OPEN: { description: 'Its whole cost is in escrow, and creators may come in.' },
    CLOSED: { description: 'Nobody comes in any more; some are still at work.' },
    DECIDED: { description: 'Nobody is at work any more, and some work was approved or paid.' },
    CANCELLED: { description: 'Ended by its seller; whoever had a place goes on.' },
    EXPIRED: { description: 'Its deadline passed, nobody is at work any more, and no work was approved or paid.' },
  },
});

export const AdmissionEnum = enumOf(admissions);
registerEnumType(AdmissionEnum, {
  name: 'Admission',
  valuesMap: {
    INVITED: { description: 'Only those whom the seller invites; nobody else sees it.' },
    APPLICATION: { description: 'The seller picks from those who apply.' },
    FIRST_COME: { description: 'Whoever takes a place has it.' },
  },
});

@InterfaceType('Campaign', {
  implements: () => NodeType,
  description: 'Something that a seller asks of creators, with the money for it in escrow.',
  resolveType: (value: object) => (value as { constructor: { name: string } }).constructor,
})
export class CampaignType extends NodeType {
  @Field(() => CampaignKindEnum) kind!: CampaignKind;
  @Field(() => CampaignStatusEnum) status!: CampaignStatus;
  @Field(() => String) title!: string;
  @Field(() => String) brief!: string;
  @Field(() => DateTimeScalar, { description: 'Until when the work has to be handed in.' }) deadline!: Date;
  @Field(() => DateTimeScalar) createdAt!: Date;

  view!: OrderView;
}

@ObjectType('CreatorOrder', {
  implements: () => [CampaignType, NodeType],
  description: 'A seller’s order of moments about its products.',
})
export class CreatorOrderType extends CampaignType {
  @Field(() => MoneyType, { description: 'For one place.' }) reward!: MoneyType;
  @Field(() => Int, { description: 'Of purchases of the products, in hundredths of a percent.' })
  commissionBps!: number;
  @Field(() => MoneyType, { nullable: true, description: 'The most that is paid in commission to all together.' })
  commissionCeiling?: MoneyType;
  @Field(() => Int) places!: number;
  @Field(() => Int) placesTaken!: number;
  @Field(() => AdmissionEnum) admission!: Admission;
  @Field(() => Int, { description: 'For how long the moment has to stay published before the reward is paid.' })
  keepPublishedDays!: number;
  @Field(() => Int, { description: 'Of the newest terms; each creator has those under which they came in.' })
  termsVersion!: number;
  @Field(() => String, { nullable: true, description: 'The token under which the advertisement is registered.' })
  erid?: string;
  @Field(() => DateTimeScalar, { nullable: true }) publishedAt?: Date;
}

export const CampaignConnection = ConnectionOf(CampaignType, 'Campaign');

@ObjectType('CampaignPayload')
export class CampaignPayload extends Payload {
  @Field(() => CampaignType, { nullable: true }) campaign?: CampaignType;
}
