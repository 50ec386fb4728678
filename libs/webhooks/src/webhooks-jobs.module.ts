import { Module } from '@nestjs/common';
import { DeliverMessage } from './deliveries/deliver-message.job.js';
import { ForgetDeliveries } from './deliveries/forget-deliveries.job.js';
import { WebhooksModule } from './webhooks.module.js';

/** Sending messages, and forgetting old ones. */
@Module({ imports: [WebhooksModule], providers: [DeliverMessage, ForgetDeliveries] })
export class WebhooksJobsModule {}
