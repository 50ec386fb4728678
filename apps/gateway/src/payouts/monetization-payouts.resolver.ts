import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { emptyPage, NotFound, pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { PayoutMethods } from '@moments/payouts';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { SignedIn } from '../graphql/viewer.js';
import { MonetizationApplicationType } from '../monetization/monetization-application.types.js';
import { MonetizationLoader } from '../monetization/monetization.loader.js';
import { MonetizationPayload, MonetizationType } from '../monetization/monetization.types.js';
import { toPayoutMethodType, toPayoutType, toTaxProfileType } from './payout.mapper.js';
import {
  PayoutConnection,
  PayoutMethodType,
  type PayoutType,
  SetPayoutMethodInput,
  TaxProfileType,
} from './payout.types.js';
import { PayoutsLoader } from './payouts.loader.js';

/** How somebody who earns is paid. */
@Resolver(() => MonetizationType)
export class MonetizationPayoutsResolver {
  constructor(
    private readonly loader: PayoutsLoader,
    private readonly methods: PayoutMethods,
    private readonly monetization: MonetizationLoader,
  ) {}

  @ResolveField(() => TaxProfileType, { nullable: true, description: 'As whom you have said that you are taxed.' })
  async taxProfile(
    @Parent() { accountId }: MonetizationType,
    @Context() context: GraphqlContext,
  ): Promise<TaxProfileType | undefined> {
    const profile = await this.loader.taxProfiles.load(context, accountId);
    return profile && toTaxProfileType(profile);
  }

  @ResolveField(() => PayoutMethodType, { nullable: true, description: 'Where payouts go.' })
  async payoutMethod(
    @Parent() { accountId }: MonetizationType,
    @Context() context: GraphqlContext,
  ): Promise<PayoutMethodType | undefined> {
    const method = await this.loader.methods.load(context, accountId);
    return method && toPayoutMethodType(method);
  }

  @ResolveField(() => PayoutConnection, { description: 'Newest first.' })
  async payouts(
    @Context() context: GraphqlContext,
    @Parent() { accountId }: MonetizationType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<PayoutType>> {
    const window = pageWindow(paging, readTimePosition);
    const page = (await this.loader.pages.load(context, accountId, window)) ?? emptyPage;
    const node = (view: (typeof page.items)[number]['item']) => toPayoutType(view, context.viewer.locale);
    return toConnection(page, { node, cursor: timeCursor, after: paging.after });
  }

  @Mutation(() => MonetizationPayload, {
    description:
      'Says to which bank account you are paid. Another one than before waits for a while, and its first payout is looked at.',
  })
  async setPayoutMethod(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('input') input: SetPayoutMethodInput,
  ): Promise<MonetizationPayload> {
    await this.methods.set({ accountId, bic: input.bic, accountNumber: input.accountNumber });
    this.loader.methods.clear(context, accountId);
    return { monetization: await this.monetization.get(context, accountId) };
  }
}

@Resolver(() => MonetizationApplicationType)
export class ApplicationTaxProfileResolver {
  constructor(private readonly loader: PayoutsLoader) {}

  @ResolveField(() => TaxProfileType, { description: 'As it is now: declared with the application, or since.' })
  async taxProfile(
    @Parent() { accountId }: MonetizationApplicationType,
    @Context() context: GraphqlContext,
  ): Promise<TaxProfileType> {
    const profile = await this.loader.taxProfiles.load(context, accountId);
    if (!profile) throw new NotFound('tax profile');
    return toTaxProfileType(profile);
  }
}
