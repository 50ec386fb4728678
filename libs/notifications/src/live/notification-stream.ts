import { Injectable } from '@nestjs/common';
import { type AccountId, minutes } from '@moments/kernel';
import { Bell, LiveNews } from '@moments/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { notificationAdded } from '../notifications.topics.js';
import type { NotificationView } from '../reading/notification.view.js';
import { NotificationsQueries } from '../reading/notifications.queries.js';

const readAtOnce = 50;
// News may be lost on its way; what was told is found without it, later.
const lookAgainMs = minutes(1);
// Whoever is liked a hundred times a second hears of it some times a second, each time with how many there are.
const calmMs = 200;

/** Lets people see what they are told while it happens. */
@Injectable()
export class NotificationStream {
  constructor(
    private readonly notifications: NotificationsQueries,
    private readonly news: LiveNews,
  ) {}

  /**
   * Everything that the account is told after an instant, or from now on: first what is there already, oldest first, then
   * each as it comes, without a gap or a double. One that grows comes again. Many that come at once may come as they stand
   * in the end. It listens once the promise resolves; leaving the iterator ends it at once, also while it waits.
   */
  async watch(recipientId: AccountId, after?: Date): Promise<AsyncIterableIterator<NotificationView>> {
    const bell = new Bell();
    const unsubscribe = await this.news.subscribe(notificationAdded, recipientId, () => bell.ring());
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= unsubscribe());
    // Only after listening: what is told in between rings the bell.
    const from = after ?? (await this.lastAtOrStop(recipientId, stop));
    const left = new AbortController();
    const told = this.told({ recipientId, from, bell, left: left.signal, stop });
    const iterator: AsyncIterableIterator<NotificationView> = {
      next: () => told.next(),
      return: async () => {
        bell.close();
        left.abort();
        await stop();
        return told.return(undefined);
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  private async lastAtOrStop(recipientId: AccountId, stop: () => Promise<void>): Promise<Date> {
    try {
      return await this.notifications.lastAt(recipientId);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  private async *told({ recipientId, from, bell, left, stop }: Watched): AsyncGenerator<NotificationView, undefined> {
    try {
      let after = from;
      while (!bell.closed) {
        const found = await this.notifications.since(recipientId, { after, limit: readAtOnce });
        for (const notification of found) {
          yield notification;
          after = notification.createdAt;
        }
        if (found.length > 0) await calm(left);
        if (found.length < readAtOnce) await bell.rung(lookAgainMs);
      }
    } finally {
      // Whoever reads it does not leave it when reading fails.
      await stop();
    }
  }
}

interface Watched {
  recipientId: AccountId;
  from: Date;
  bell: Bell;
  left: AbortSignal;
  stop: () => Promise<void>;
}

/** Over at once when the listener leaves. */
const calm = (left: AbortSignal): Promise<void> => sleep(calmMs, undefined, { signal: left }).catch(() => undefined);
