import { after, days, type WebhookDeliveryId, type WebhookEndpointId } from '@moments/kernel';
import { type Database, execute, rows, statement, type Tx } from '@moments/platform';
import type { EndpointStatus } from '../endpoints/endpoint.view.js';
import { stopWaiting } from '../endpoints/endpoints.store.js';

/** A message that is to be sent, and what it takes. */
export interface DueMessage {
  readonly endpointId: WebhookEndpointId;
  readonly url: string;
  readonly body: string;
  readonly sealed: Buffer;
  readonly previousSealed: Buffer | null;
  readonly attempts: number;
}

// Of an endpoint that was disabled or removed meanwhile nothing waits to be sent.
const due = statement(
  'webhooks.due',
  `select endpoints.id as "endpointId", endpoints.url, deliveries.body, endpoints.sealed, deliveries.attempts,
          case when endpoints.previous_until > $2 then endpoints.previous_sealed end as "previousSealed"
     from webhook_deliveries as deliveries join webhook_endpoints as endpoints on endpoints.id = deliveries.endpoint_id
    where deliveries.id = $1 and deliveries.delivered_at is null and deliveries.next_try_at is not null
      and endpoints.status = 'ACTIVE'`,
);

/** `undefined` for what waits no more. */
export async function dueMessage(
  database: Database,
  id: WebhookDeliveryId,
  now: Date,
): Promise<DueMessage | undefined> {
  return (await database.read<DueMessage>(due, [id, now]))[0];
}

const healed = 'update webhook_endpoints set failing_since = null where id = $1 and failing_since is not null';

/** Something has arrived at an endpoint. */
export async function heal(tx: Tx, endpointId: WebhookEndpointId): Promise<void> {
  await execute(tx, healed, [endpointId]);
}

const failing = `
  update webhook_endpoints
     set failing_since = coalesce(failing_since, $2),
         status = case when failing_since <= $3 then 'DISABLED' else status end
   where id = $1 returning status`;

/** An endpoint at which nothing has arrived for too long is disabled, and nothing waits for it any more. */
export async function blame(
  tx: Tx,
  endpointId: WebhookEndpointId,
  { now, disableAfterDays }: { now: Date; disableAfterDays: number },
): Promise<void> {
  const patience = after(now, -days(disableAfterDays));
  const [blamed] = await rows<{ status: EndpointStatus }>(tx, failing, [endpointId, now, patience]);
  if (blamed?.status === 'DISABLED') await stopWaiting(tx, endpointId);
}
