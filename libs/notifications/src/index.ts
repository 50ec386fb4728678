export { type NotificationKind, notificationKinds } from './domain/kinds.js';
export { NotificationsRecountService } from './keeping/notifications-recount.service.js';
export { NotificationStream } from './live/notification-stream.js';
export { NotificationsModule } from './notifications.module.js';
export { NotificationsJobsModule } from './notifications-jobs.module.js';
export { PreferencesService } from './preferences/preferences.service.js';
export { type NotificationView, positionOf } from './reading/notification.view.js';
export { NotificationsQueries } from './reading/notifications.queries.js';
export { NotificationsService } from './reading/notifications.service.js';
