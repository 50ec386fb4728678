import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { clickOptionsFrom, ClicksModule } from '@moments/attribution';
import { authenticationOptionsFrom, IdentityModule } from '@moments/identity';
import { PlatformModule, SealingModule, sealingOptionsFrom } from '@moments/platform';
import { PayoutBankModule, taxServiceOptionsFrom } from '@moments/payouts';
import { playbackOptionsFrom, ViewsModule } from '@moments/views';
import { AccountsGraphqlModule } from './accounts/accounts.graphql-module.js';
import { AnalyticsGraphqlModule } from './analytics/analytics.graphql-module.js';
import { AttributionGraphqlModule } from './attribution/attribution.graphql-module.js';
import { CampaignsGraphqlModule } from './campaigns/campaigns.graphql-module.js';
import { WorkGraphqlModule } from './campaigns/work/work.graphql-module.js';
import { CatalogGraphqlModule } from './catalog/catalog.graphql-module.js';
import { CommentsGraphqlModule } from './comments/comments.graphql-module.js';
import { EarningsGraphqlModule } from './earnings/earnings.graphql-module.js';
import { GATEWAY_CONFIG } from './config.token.js';
import type { GatewayConfig } from './config.js';
import { ErrorsFilter } from './graphql/errors.filter.js';
import { ErrorsInterceptor } from './graphql/errors.interceptor.js';
import { GraphqlServerModule } from './graphql/graphql.module.js';
import { RolesInterceptor } from './graphql/roles.interceptor.js';
import { FeedGraphqlModule } from './feed/feed.graphql-module.js';
import { RewardsGraphqlModule } from './rewards/rewards.graphql-module.js';
import { SocialGraphqlModule } from './social/social.graphql-module.js';
import { WebhooksGraphqlModule } from './webhooks/webhooks.graphql-module.js';
import { ViewsGraphqlModule } from './views/views.graphql-module.js';
import { IntegrationModule } from './integration/integration.module.js';
import { LedgerGraphqlModule } from './ledger/ledger.graphql-module.js';
import { HealthController } from './health/health.controller.js';
import { OperatorGraphqlModule } from './operator/operator.graphql-module.js';
import { NotificationsGraphqlModule } from './notifications/notifications.graphql-module.js';
import { ProfilesGraphqlModule } from './profiles/profiles.graphql-module.js';
import { SocketsModule } from './sockets/sockets.module.js';
import { MonetizationGraphqlModule } from './monetization/monetization.graphql-module.js';
import { ModerationGraphqlModule } from './moderation/moderation.graphql-module.js';
import { MomentsGraphqlModule } from './moments/moments.graphql-module.js';
import { PayoutsGraphqlModule } from './payouts/payouts.graphql-module.js';
import { ProductCardsGraphqlModule } from './moments/product-cards.graphql-module.js';
import { UploadsGraphqlModule } from './uploads/uploads.graphql-module.js';

@Global()
@Module({})
class ConfigModule {
  static of(config: GatewayConfig): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: GATEWAY_CONFIG, useValue: config }],
      exports: [GATEWAY_CONFIG],
    };
  }
}

/** One module of resolvers per context; the printed schema is made of the same list. */
export const contextModules: Type[] = [
  AccountsGraphqlModule,
  AnalyticsGraphqlModule,
  AttributionGraphqlModule,
  CampaignsGraphqlModule,
  CatalogGraphqlModule,
  CommentsGraphqlModule,
  EarningsGraphqlModule,
  FeedGraphqlModule,
  ModerationGraphqlModule,
  LedgerGraphqlModule,
  MomentsGraphqlModule,
  MonetizationGraphqlModule,
  OperatorGraphqlModule,
  NotificationsGraphqlModule,
  PayoutsGraphqlModule,
  ProductCardsGraphqlModule,
  ProfilesGraphqlModule,
  RewardsGraphqlModule,
  SocialGraphqlModule,
  UploadsGraphqlModule,
  ViewsGraphqlModule,
  WebhooksGraphqlModule,
  WorkGraphqlModule,
];

/** The gateway: every context's resolvers over the libs' services. */
@Module({})
export class AppModule {
  static of(config: GatewayConfig, contexts: readonly Type[] = contextModules): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        PlatformModule.forRoot('gateway', config),
        IdentityModule.forRoot(authenticationOptionsFrom(config)),
        SealingModule.forRoot(sealingOptionsFrom(config)),
        PayoutBankModule.forRoot(taxServiceOptionsFrom(config)),
        ViewsModule.forRoot(playbackOptionsFrom(config)),
        ClicksModule.forRoot(clickOptionsFrom(config)),
        GraphqlServerModule,
        SocketsModule,
        IntegrationModule,
        ...contexts,
      ],
      controllers: [HealthController],
      providers: [
        { provide: APP_FILTER, useClass: ErrorsFilter },
        // The first is the outermost: whatever the others throw becomes an answer.
        { provide: APP_INTERCEPTOR, useClass: ErrorsInterceptor },
        { provide: APP_INTERCEPTOR, useClass: RolesInterceptor },
      ],
    };
  }
}
