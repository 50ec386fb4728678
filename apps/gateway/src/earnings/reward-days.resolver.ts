import { Args, ArgsType, Field, Mutation, Resolver } from '@nestjs/graphql';
import type { BusinessDay } from '@moments/kernel';
import { EarningsDebts } from '@moments/payouts';
import { ClosingOrders } from '@moments/rewards';
import type { SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { toMoneyType } from '../graphql/money.mapper.js';
import { DateScalar } from '../graphql/scalars.js';
import { Needs, SignedIn } from '../graphql/viewer.js';
import { WriteOffDebtInput, WriteOffDebtPayload } from './earnings.types.js';

@ArgsType()
class CloseRewardDayArgs {
  @Field(() => DateScalar) day!: string;
  @Field(() => String) idempotencyKey!: string;
}

/** What operators do about earnings. */
@Resolver()
export class RewardDaysResolver {
  constructor(
    private readonly orders: ClosingOrders,
    private readonly debts: EarningsDebts,
  ) {}

  @Needs('OPERATOR')
  @Mutation(() => Boolean, {
    description:
      'Orders the close of a business day that is over; it begins shortly. Days close in order, each by itself as well.',
  })
  async closeRewardDay(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args() { day, idempotencyKey }: CloseRewardDayArgs,
  ): Promise<boolean> {
    await this.orders.order({ day: day as BusinessDay, idempotencyKey, by });
    return true;
  }

  @Needs('OPERATOR')
  @Mutation(() => WriteOffDebtPayload, { description: 'Lets a creator off what they owe, at the platform’s cost.' })
  async writeOffDebt(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('input') { accountId, ...input }: WriteOffDebtInput,
  ): Promise<WriteOffDebtPayload> {
    const creatorId = readId('account', accountId, ['accountId']);
    return { writtenOff: toMoneyType(await this.debts.writeOff({ creatorId, by, ...input })) };
  }
}
