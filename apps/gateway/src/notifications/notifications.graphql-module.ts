import { Module } from '@nestjs/common';
import { NotificationsModule } from '@moments/notifications';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { ProfilesGraphqlModule } from '../profiles/profiles.graphql-module.js';
import { NotificationFieldsResolver } from './notification-fields.resolver.js';
import { NotificationSettingsResolver } from './notification-settings.resolver.js';
import { NotificationsLoader } from './notifications.loader.js';
import { NotificationsResolver } from './notifications.resolver.js';

/** What people are told. What a notification is about comes from the registry of nodes. */
@Module({
  imports: [GraphqlContextModule, NotificationsModule, ProfilesGraphqlModule],
  providers: [NotificationsLoader, NotificationsResolver, NotificationFieldsResolver, NotificationSettingsResolver],
})
export class NotificationsGraphqlModule {}
