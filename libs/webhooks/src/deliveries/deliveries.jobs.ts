import type { WebhookDeliveryId } from '@moments/kernel';
import { defineJob } from '@moments/platform';
import { z } from 'zod';

/** Its own tries are for what goes wrong here; an endpoint that fails is tried again by another job. */
export const deliverMessage = defineJob({
  name: 'deliver-webhook',
  lane: 'worker',
  payload: z.object({ deliveryId: z.uuid().transform((id) => id as WebhookDeliveryId) }),
  attempts: 10,
  timeoutMs: 60_000,
});

/** Waiting jobs of a delivery replace each other. */
export const deliveryKey = (id: WebhookDeliveryId): string => `webhook:${id}`;
