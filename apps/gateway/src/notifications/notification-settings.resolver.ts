import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { PreferencesService } from '@moments/notifications';
import { AccountType } from '../accounts/account.types.js';
import type { SignedInViewer } from '../graphql/context.js';
import { SignedIn } from '../graphql/viewer.js';
import { NotificationSettingPayload, NotificationSettingType } from './notification.types.js';

/** What somebody wants to be told. */
@Resolver(() => AccountType)
export class NotificationSettingsResolver {
  constructor(private readonly preferences: PreferencesService) {}

  @ResolveField(() => [NotificationSettingType], {
    description: 'Every kind there is, and whether you are told of it.',
  })
  notificationSettings(@Parent() { accountId }: AccountType): Promise<NotificationSettingType[]> {
    return this.preferences.of(accountId);
  }

  @Mutation(() => NotificationSettingPayload, {
    description: 'Switches a kind of notification on or off, for what happens from now on.',
  })
  async setNotificationSetting(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('kind', { type: () => String }) kind: string,
    @Args('enabled', { type: () => Boolean }) enabled: boolean,
  ): Promise<NotificationSettingPayload> {
    return { setting: await this.preferences.set(accountId, { kind, enabled }) };
  }
}
