import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { NotificationView } from '@moments/notifications';
import { ConnectionOf } from '../graphql/connection.js';
import { NodeType } from '../graphql/node.types.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

@ObjectType('Notification', {
  implements: () => NodeType,
  description: 'What you are told. Acts of one kind on one subject come together until you have read of them.',
})
export class NotificationType extends NodeType {
  @Field(() => String, { description: 'Kinds are added over time; `text` is there for those an app does not know.' })
  kind!: string;
  @Field(() => Int, { description: 'How many different people acted; 0 when the platform itself tells.' })
  actorsCount!: number;
  @Field(() => DateTimeScalar, { description: 'When the last of them acted.' }) createdAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true }) readAt?: Date;
  @Field(() => String, { description: 'Where it stands; `notificationAdded(after:)` goes on from there.' })
  cursor!: string;

  view!: NotificationView;
}

export const NotificationConnection = ConnectionOf(NotificationType, 'Notification');

@ObjectType('NotificationSetting', { description: 'Whether you are told of a kind.' })
export class NotificationSettingType {
  @Field(() => String) kind!: string;
  @Field(() => Boolean) enabled!: boolean;
}

@ObjectType('NotificationSettingPayload')
export class NotificationSettingPayload extends Payload {
  @Field(() => NotificationSettingType, { nullable: true }) setting?: NotificationSettingType;
}
