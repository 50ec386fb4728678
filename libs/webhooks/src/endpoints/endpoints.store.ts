import { type AccountId, NotFound, type SellerId, type WebhookEndpointId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import type { EndpointStatus } from './endpoint.view.js';

/** Endpoints are made one after the other, so that their number holds. */
export async function lockSellerOf(tx: Tx, accountId: AccountId): Promise<SellerId> {
  const [found] = await rows<{ id: SellerId }>(
    tx,
    `select sellers.id from seller_members join sellers on sellers.id = seller_members.seller_id
      where seller_members.account_id = $1 for update of sellers`,
    [accountId],
  );
  if (!found) throw new NotFound('seller');
  return found.id;
}

/** Locks an endpoint of the seller that an account acts for. */
export async function requireOwn(tx: Tx, accountId: AccountId, endpointId: WebhookEndpointId): Promise<EndpointStatus> {
  const [found] = await rows<{ status: EndpointStatus }>(
    tx,
    `select endpoints.status from webhook_endpoints as endpoints
       join seller_members as members on members.seller_id = endpoints.seller_id
      where endpoints.id = $1 and members.account_id = $2 for update of endpoints`,
    [endpointId, accountId],
  );
  if (!found) throw new NotFound('webhook endpoint', ['endpointId']);
  return found.status;
}

/** What waits for an endpoint is not sent by itself any more; it stays in the log, to be sent by hand. */
export async function stopWaiting(tx: Tx, endpointId: WebhookEndpointId): Promise<void> {
  await execute(
    tx,
    `update webhook_deliveries set next_try_at = null
      where endpoint_id = $1 and delivered_at is null and next_try_at is not null`,
    [endpointId],
  );
}
