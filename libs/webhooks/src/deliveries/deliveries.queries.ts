import { Injectable } from '@nestjs/common';
import {
  type Page,
  pagesOf,
  type PageWindow,
  type TimePosition,
  type WebhookDeliveryId,
  type WebhookEndpointId,
} from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { deliveryColumns, type DeliveryView } from './delivery.view.js';

const byIds = statement(
  'webhooks.deliveries-by-id',
  `select ${deliveryColumns} from webhook_deliveries as deliveries where id = any($1)`,
);
const ofEndpoints = statement(
  'webhooks.deliveries-of-endpoints',
  `select deliveries.* from unnest($1::uuid[]) as endpoint (id)
    cross join lateral (
      select ${deliveryColumns} from webhook_deliveries as deliveries
       where deliveries.endpoint_id = endpoint.id
         and ($3::timestamptz is null or (deliveries.created_at, deliveries.id) < ($3, $4::uuid))
       order by deliveries.created_at desc, deliveries.id desc limit $2
    ) as deliveries`,
);

/** The delivery log. */
@Injectable()
export class DeliveriesQueries {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly WebhookDeliveryId[]): Promise<Map<WebhookDeliveryId, DeliveryView>> {
    const found = await this.database.read<DeliveryView>(byIds, [ids]);
    return new Map(found.map((delivery) => [delivery.id, delivery]));
  }

  /** A page of each endpoint's, newest first. */
  async ofEndpoints(
    endpointIds: readonly WebhookEndpointId[],
    { limit, after }: PageWindow<TimePosition>,
  ): Promise<Map<WebhookEndpointId, Page<DeliveryView, TimePosition>>> {
    const found = await this.database.read<DeliveryView>(ofEndpoints, [
      ...[endpointIds, limit + 1],
      ...[after?.at ?? null, after?.id ?? null],
    ]);
    const map = (item: DeliveryView) => ({ item, position: { at: item.createdAt, id: item.id } });
    return pagesOf(endpointIds, found, { ownerOf: ({ endpointId }) => endpointId, limit, map });
  }
}
