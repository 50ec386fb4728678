import { Module } from '@nestjs/common';
import { DeliverMessage } from './deliveries/deliver-message.job.js';
import { ForgetDeliveries } from './deliveries/forget-deliveries.job.js';
import { TellOfDueSoon, TellOfEngagement, TellOfMessage, TellOfOrder, TellOfTerms } from './telling/orders.jobs.js';
import { WebhooksModule } from './webhooks.module.js';

/** Telling sellers' systems what happens, and forgetting old messages. */
@Module({
  imports: [WebhooksModule],
  providers: [
    ...[TellOfOrder, TellOfTerms, TellOfEngagement, TellOfMessage, TellOfDueSoon],
    ...[DeliverMessage, ForgetDeliveries],
  ],
})
export class WebhooksJobsModule {}
