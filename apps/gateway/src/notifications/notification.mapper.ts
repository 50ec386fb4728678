import { timeCursor, toGlobalId } from '@moments/kernel';
import { type NotificationView, positionOf } from '@moments/notifications';
import { NotificationType } from './notification.types.js';

export const toNotificationType = (view: NotificationView): NotificationType =>
  Object.assign(new NotificationType(), {
    id: toGlobalId('notification', view.id),
    kind: view.kind,
    actorsCount: view.actorsCount,
    createdAt: view.createdAt,
    readAt: view.readAt,
    cursor: timeCursor(positionOf(view)),
    view,
  });
