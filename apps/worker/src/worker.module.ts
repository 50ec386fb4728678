import { type DynamicModule, Module } from '@nestjs/common';
import { AttributionJobsModule } from '@moments/attribution';
import { CampaignsJobsModule } from '@moments/campaigns';
import { CatalogJobsModule } from '@moments/catalog';
import { IdentityJobsModule } from '@moments/identity';
import { LedgerJobsModule } from '@moments/ledger';
import { MediaJobsModule } from '@moments/media';
import { ModerationJobsModule, OpenStrikesModule } from '@moments/moderation';
import { MomentsJobsModule } from '@moments/moments';
import { NotificationsJobsModule } from '@moments/notifications';
import { PayoutBankJobsModule, PayoutBankModule, PayoutsJobsModule, taxServiceOptionsFrom } from '@moments/payouts';
import { JobRunnerModule, PlatformModule, SealingModule, sealingOptionsFrom } from '@moments/platform';
import { RewardsJobsModule } from '@moments/rewards';
import { SocialJobsModule } from '@moments/social';
import { ViewsJobsModule } from '@moments/views';
import { WebhooksJobsModule } from '@moments/webhooks';
import type { WorkerConfig } from './config.js';

/** The worker: every lib's jobs, schedules and event subscribers, but for the making of media. */
@Module({})
export class WorkerModule {
  static of(config: WorkerConfig): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot('worker', config),
        SealingModule.forRoot(sealingOptionsFrom(config)),
        PayoutBankModule.forRoot(taxServiceOptionsFrom(config)),
        JobRunnerModule.forRoot({
          lane: 'worker',
          concurrency: config.WORKER_CONCURRENCY,
          calendar: config.WORKER_CALENDAR,
        }),
        AttributionJobsModule,
        CampaignsJobsModule,
        CatalogJobsModule,
        IdentityJobsModule,
        LedgerJobsModule,
        MediaJobsModule,
        ModerationJobsModule,
        MomentsJobsModule,
        NotificationsJobsModule,
        OpenStrikesModule,
        PayoutBankJobsModule,
        PayoutsJobsModule,
        RewardsJobsModule,
        SocialJobsModule,
        ViewsJobsModule,
        WebhooksJobsModule,
      ],
    };
  }
}
