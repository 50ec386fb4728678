import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type AccountId, type CommentId, type NotificationId } from '@moments/kernel';
import { NotificationsQueries, type NotificationView } from '@moments/notifications';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { toNotificationType } from './notification.mapper.js';

/** Notifications by id, of whoever asks alone, and how many are unread. */
@Injectable()
export class NotificationsLoader implements OnModuleInit {
  private readonly views = batched<NotificationId, NotificationView>(async (ids, { accountId }) =>
    accountId ? this.queries.byIds(accountId, ids) : new Map(),
  );
  private readonly comments = batched<NotificationId, CommentId>(async (ids, { accountId }) =>
    accountId ? this.queries.newestComments(accountId, ids) : new Map(),
  );
  private readonly unread = batched<AccountId, number>((ids) => this.queries.unreadOf(ids));

  constructor(
    private readonly queries: NotificationsQueries,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('notification', async (context, id) => {
      const view = await this.views.load(context, id);
      return view && toNotificationType(view);
    });
  }

  /** The newest comment that a notification tells of and that is shown to whom it tells. */
  newestCommentOf(context: GraphqlContext, id: NotificationId): Promise<CommentId | undefined> {
    return this.comments.load(context, id);
  }

  async unreadOf(context: GraphqlContext, accountId: AccountId): Promise<number> {
    return (await this.unread.load(context, accountId)) ?? 0;
  }
}
