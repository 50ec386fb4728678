import { Args, ID, Int, Mutation, Parent, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { NotificationsQueries, NotificationsService, NotificationStream } from '@moments/notifications';
import { AccountType } from '../accounts/account.types.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { SignedIn } from '../graphql/viewer.js';
import { mapEvents } from '../sockets/map-events.js';
import { toNotificationType } from './notification.mapper.js';
import { NotificationConnection, NotificationType } from './notification.types.js';
import { NotificationsLoader } from './notifications.loader.js';

/** What somebody is told: the list, what is new while it happens, and what they have read. */
@Resolver(() => AccountType)
export class NotificationsResolver {
  constructor(
    private readonly queries: NotificationsQueries,
    private readonly service: NotificationsService,
    private readonly stream: NotificationStream,
    private readonly loader: NotificationsLoader,
  ) {}

  @ResolveField(() => NotificationConnection, { description: 'What you are told, newest first.' })
  async notifications(
    @Parent() { accountId }: AccountType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<NotificationType>> {
    const page = await this.queries.list(accountId, pageWindow(paging, readTimePosition));
    return toConnection(page, { node: toNotificationType, cursor: timeCursor, after: paging.after });
  }

  @ResolveField(() => Int, { description: 'Notifications that you have not read.' })
  unreadNotificationsCount({ accountId }: AccountType, _: unknown, context: GraphqlContext): Promise<number> {
    return this.loader.unreadOf(context, accountId);
  }

  @Mutation(() => Int, {
    description:
      'Marks your notifications as read, all of them without ids; gives how many were not before. What comes later begins new ones.',
  })
  markNotificationsRead(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('ids', { type: () => [ID], nullable: true }) ids?: string[] | null,
  ): Promise<number> {
    const own = ids?.map((id, index) => readId('notification', id, ['ids', String(index)]));
    return this.service.markRead(accountId, own ?? null);
  }

  @Subscription(() => NotificationType, {
    description:
      'Each of your notifications as it comes, or grows. With the `cursor` of the last one that you have seen, all that came since is told first: nothing is missed while you were away.',
    resolve: (notification: NotificationType) => notification,
  })
  async notificationAdded(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): Promise<AsyncIterableIterator<NotificationType>> {
    const position = pageWindow({ after }, readTimePosition).after;
    const told = await this.stream.watch(accountId, position?.at);
    return mapEvents(told, (notification) => Promise.resolve(toNotificationType(notification)));
  }
}
