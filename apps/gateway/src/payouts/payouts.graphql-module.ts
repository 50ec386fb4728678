import { Module } from '@nestjs/common';
import { PayoutsModule } from '@moments/payouts';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { MonetizationGraphqlModule } from '../monetization/monetization.graphql-module.js';
import { ProfilesGraphqlModule } from '../profiles/profiles.graphql-module.js';
import { ApplicationTaxProfileResolver, MonetizationPayoutsResolver } from './monetization-payouts.resolver.js';
import { PayoutBatchesResolver, PayoutBatchFieldsResolver } from './payout-batches.resolver.js';
import { PayoutDecisionsResolver } from './payout-decisions.resolver.js';
import { PayoutsLoader } from './payouts.loader.js';
import { PayoutsResolver } from './payouts.resolver.js';

/** How creators are paid, and how operators see to it. */
@Module({
  imports: [GraphqlContextModule, MonetizationGraphqlModule, PayoutsModule, ProfilesGraphqlModule],
  providers: [
    PayoutsLoader,
    MonetizationPayoutsResolver,
    ApplicationTaxProfileResolver,
    PayoutsResolver,
    PayoutDecisionsResolver,
    PayoutBatchesResolver,
    PayoutBatchFieldsResolver,
  ],
})
export class PayoutsGraphqlModule {}
