import { Injectable } from '@nestjs/common';
import type { SellerId, WebhookEndpointId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { endpointColumns, type EndpointView } from './endpoint.view.js';

const byIds = statement(
  'webhooks.endpoints-by-id',
  `select ${endpointColumns} from webhook_endpoints as endpoints where id = any($1)`,
);
const ofSellers = statement(
  'webhooks.endpoints-of-sellers',
  `select ${endpointColumns} from webhook_endpoints as endpoints
    where seller_id = any($1) order by created_at desc, id desc`,
);

/** Reads endpoints; a seller has a few. */
@Injectable()
export class EndpointsQueries {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly WebhookEndpointId[]): Promise<Map<WebhookEndpointId, EndpointView>> {
    const found = await this.database.read<EndpointView>(byIds, [ids]);
    return new Map(found.map((endpoint) => [endpoint.id, endpoint]));
  }

  /** Newest first; every seller that is asked for has a list. */
  async ofSellers(sellerIds: readonly SellerId[]): Promise<Map<SellerId, EndpointView[]>> {
    const ofEach = new Map<SellerId, EndpointView[]>(sellerIds.map((id) => [id, []]));
    for (const endpoint of await this.database.read<EndpointView>(ofSellers, [sellerIds])) {
      ofEach.get(endpoint.sellerId)?.push(endpoint);
    }
    return ofEach;
  }
}
