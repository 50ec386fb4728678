import type { SellerId, WebhookEndpointId } from '@moments/kernel';

/** DISABLED: nothing is sent, since nothing arrived for too long or a member wanted so. */
export type EndpointStatus = 'ACTIVE' | 'DISABLED';

/** Where a seller is told what happens. */
export interface EndpointView {
  readonly id: WebhookEndpointId;
  readonly sellerId: SellerId;
  readonly url: string;
  /** Empty: everything. */
  readonly events: readonly string[];
  readonly status: EndpointStatus;
  /** Since when nothing has arrived. */
  readonly failingSince: Date | null;
  readonly createdAt: Date;
}

export const endpointColumns = `endpoints.id, endpoints.seller_id as "sellerId", endpoints.url, endpoints.events,
  endpoints.status, endpoints.failing_since as "failingSince", endpoints.created_at as "createdAt"`;
