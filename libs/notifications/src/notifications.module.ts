import { Module } from '@nestjs/common';
import { NotificationsRecountService } from './keeping/notifications-recount.service.js';
import { NotificationStream } from './live/notification-stream.js';
import { PreferencesService } from './preferences/preferences.service.js';
import { NotificationsQueries } from './reading/notifications.queries.js';
import { NotificationsService } from './reading/notifications.service.js';

const provided = [
  NotificationsQueries,
  NotificationsService,
  NotificationStream,
  PreferencesService,
  NotificationsRecountService,
];

/** What people are told: as they read it, while it happens, and whether they want it. */
@Module({ providers: provided, exports: provided })
export class NotificationsModule {}
