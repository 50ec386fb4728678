import type { SellerId, WebhookEndpointId } from '@moments/kernel';

export const endpointStatuses = ['ACTIVE', 'DISABLED'] as const;
/** DISABLED: nothing is sent, since nothing arrived for too long or a member wanted so. */
export type EndpointStatus = (typeof endpointStatuses)[number];

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
