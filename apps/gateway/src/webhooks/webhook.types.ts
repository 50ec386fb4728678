import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { WebhookDeliveryId, WebhookEndpointId } from '@moments/kernel';
import type { EndpointStatus } from '@moments/webhooks';
import { ConnectionOf } from '../graphql/connection.js';
import { NodeType } from '../graphql/node.types.js';
import { DateTimeScalar, JsonScalar, UrlScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

@ObjectType('WebhookDelivery', {
  implements: () => NodeType,
  description: 'One message to one endpoint; sent again it has the same `webhook-id`, which is this id.',
})
export class WebhookDeliveryType extends NodeType {
  @Field(() => String, { description: 'What it tells: `order.published`.' }) event!: string;
  @Field(() => Int, { description: 'Tries so far.' }) attempts!: number;
  @Field(() => Int, { nullable: true, description: 'HTTP status of the last try; null when there was no answer.' })
  lastStatus?: number | null;
  @Field(() => String, {
    nullable: true,
    description: 'Why there was no answer: `timeout`, `unreachable`, `forbidden_address`.',
  })
  lastFailure?: string | null;
  @Field(() => DateTimeScalar) createdAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Null when nothing more is tried by itself.' })
  nextTryAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true }) deliveredAt?: Date | null;
  @Field(() => JsonScalar, { description: 'The message as it is sent.' }) payload!: unknown;

  deliveryId!: WebhookDeliveryId;
}

export const WebhookDeliveryConnection = ConnectionOf(WebhookDeliveryType, 'WebhookDelivery');

@ObjectType('WebhookEndpoint', {
  implements: () => NodeType,
  description: 'Where a seller’s own system is told what happens, signed as Standard Webhooks has it.',
})
export class WebhookEndpointType extends NodeType {
  @Field(() => UrlScalar) url!: string;
  @Field(() => [String], { description: 'What it is told of; empty: everything.' }) events!: readonly string[];
  @Field(() => String, {
    description: '`ACTIVE`, or `DISABLED`: nothing is sent, since a member wanted so or nothing arrived for days.',
  })
  status!: EndpointStatus;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when nothing has arrived.' })
  failingSince?: Date | null;
  @Field(() => DateTimeScalar) createdAt!: Date;

  endpointId!: WebhookEndpointId;
}

@ObjectType('WebhookEndpointPayload')
export class WebhookEndpointPayload extends Payload {
  @Field(() => WebhookEndpointType, { nullable: true }) endpoint?: WebhookEndpointType;
}

@ObjectType('WebhookSecretPayload')
export class WebhookSecretPayload extends Payload {
  @Field(() => WebhookEndpointType, { nullable: true }) endpoint?: WebhookEndpointType;
  @Field(() => String, {
    nullable: true,
    description: 'What messages are signed with: `whsec_` and base64. Keep it where only your server reads it.',
  })
  signingSecret?: string;
}

@ObjectType('WebhookDeliveryPayload')
export class WebhookDeliveryPayload extends Payload {
  @Field(() => WebhookDeliveryType, { nullable: true }) delivery?: WebhookDeliveryType;
}

@InputType()
export class CreateWebhookEndpointInput {
  @Field(() => String, { description: 'An absolute https URL.' }) url!: string;
  @Field(() => [String], { nullable: true, description: 'Left out: everything.' }) events?: string[] | null;
  @Field(() => String) idempotencyKey!: string;
}

@InputType()
export class UpdateWebhookEndpointInput {
  @Field(() => ID) endpointId!: string;
  @Field(() => String, { nullable: true }) url?: string | null;
  @Field(() => [String], { nullable: true, description: 'Empty: everything.' }) events?: string[] | null;
  @Field(() => Boolean, { nullable: true }) enabled?: boolean | null;
}
