import type { WebhookDeliveryId } from '@moments/kernel';
import { HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import { deliverMessage } from './deliveries.jobs.js';
import { DeliveriesService } from './deliveries.service.js';

/** Sends one message. Sent twice it has the same id, by which an endpoint knows it. */
@HandlesJob(deliverMessage)
export class DeliverMessage implements JobHandler<{ deliveryId: WebhookDeliveryId }> {
  constructor(private readonly deliveries: DeliveriesService) {}

  handle({ deliveryId }: { deliveryId: WebhookDeliveryId }, { signal }: JobContext): Promise<void> {
    return this.deliveries.send(deliveryId, signal);
  }
}
