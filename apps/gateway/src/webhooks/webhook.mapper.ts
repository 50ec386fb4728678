import { toGlobalId } from '@moments/kernel';
import type { DeliveryView, EndpointView } from '@moments/webhooks';
import { WebhookDeliveryType, WebhookEndpointType } from './webhook.types.js';

export const toWebhookEndpointType = ({ id, ...view }: EndpointView): WebhookEndpointType =>
  Object.assign(new WebhookEndpointType(), { ...view, id: toGlobalId('webhookEndpoint', id), endpointId: id });

export const toWebhookDeliveryType = ({ id, body, ...view }: DeliveryView): WebhookDeliveryType =>
  Object.assign(new WebhookDeliveryType(), {
    ...view,
    id: toGlobalId('webhookDelivery', id),
    payload: JSON.parse(body) as unknown,
    deliveryId: id,
  });
