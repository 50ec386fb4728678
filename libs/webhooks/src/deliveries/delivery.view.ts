import type { WebhookDeliveryId, WebhookEndpointId } from '@moments/kernel';

/** One message to one endpoint, and what has become of it. */
export interface DeliveryView {
  readonly id: WebhookDeliveryId;
  readonly endpointId: WebhookEndpointId;
  readonly event: string;
  /** The message as it is sent: JSON. */
  readonly body: string;
  readonly createdAt: Date;
  readonly attempts: number;
  /** HTTP status of the last try; null when there was none, or no answer to it. */
  readonly lastStatus: number | null;
  readonly lastFailure: string | null;
  /** Null when nothing more is tried by itself. */
  readonly nextTryAt: Date | null;
  readonly deliveredAt: Date | null;
}

export const deliveryColumns = `deliveries.id, deliveries.endpoint_id as "endpointId", deliveries.event, deliveries.body,
  deliveries.created_at as "createdAt", deliveries.attempts, deliveries.last_status as "lastStatus",
  deliveries.last_failure as "lastFailure", deliveries.next_try_at as "nextTryAt",
  deliveries.delivered_at as "deliveredAt"`;
