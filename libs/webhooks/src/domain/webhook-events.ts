/** What sellers' systems can be told of. */
export const webhookEvents = [
  'order.published',
  'order.closed',
  'order.cancelled',
  'order.expired',
  'engagement.changed',
] as const;

/** `ping` is sent on request only. */
export type WebhookEvent = (typeof webhookEvents)[number] | 'ping';
