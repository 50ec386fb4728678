import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ApplyingService } from '@moments/rewards';
import { AccountType } from '../accounts/account.types.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { SignedIn } from '../graphql/viewer.js';
import { MonetizationLoader } from './monetization.loader.js';
import {
  ApplyForMonetizationInput,
  MonetizationPayload,
  MonetizationType,
  RequirementType,
} from './monetization.types.js';

@Resolver(() => AccountType)
export class AccountMonetizationResolver {
  constructor(private readonly monetization: MonetizationLoader) {}

  @ResolveField(() => MonetizationType, { name: 'monetization' })
  ofAccount(@Parent() { accountId }: AccountType, @Context() context: GraphqlContext): Promise<MonetizationType> {
    return this.monetization.get(context, accountId);
  }
}

/** Asking to earn, and how far one is. */
@Resolver(() => MonetizationType)
export class MonetizationResolver {
  constructor(
    private readonly applying: ApplyingService,
    private readonly monetization: MonetizationLoader,
  ) {}

  @ResolveField(() => [RequirementType], { description: 'What it takes to earn, as it stands now.' })
  requirements(@Parent() { view }: MonetizationType, @Context() context: GraphqlContext): Promise<RequirementType[]> {
    return this.monetization.requirements(context, view);
  }

  @Mutation(() => MonetizationPayload, {
    description: 'Asks to earn and declares as whom you are taxed; operators look at it.',
  })
  async applyForMonetization(
    @Context() context: GraphqlContext,
    @SignedIn() applicant: SignedInViewer,
    @Args('input') input: ApplyForMonetizationInput,
  ): Promise<MonetizationPayload> {
    const { taxStatus, legalName, inn, birthDate, idempotencyKey } = input;
    await this.applying.apply({ applicant, taxStatus, legalName, inn, birthDate, idempotencyKey });
    return { monetization: await this.monetization.fresh(context, applicant.accountId) };
  }
}
