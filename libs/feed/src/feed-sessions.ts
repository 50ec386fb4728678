import { Injectable } from '@nestjs/common';
import { type AccountId, type FeedSessionId, hours, newId } from '@moments/kernel';
import { Redis, Settings } from '@moments/platform';
import type { Surface } from '@moments/views';
import { z } from 'zod';
import { servingSettings } from './feed.settings.js';

const stored = z.object({ viewerId: z.string().nullable(), surface: z.string(), listId: z.string().nullable() });

/** One viewer's way through a surface of the feed. */
export interface FeedSession {
  id: FeedSessionId;
  /** The list that a session of FOR_YOU goes through. */
  listId?: string;
}

export interface SessionOwner {
  /** Nobody for those who have not signed in. */
  viewerId?: AccountId;
  surface: Surface;
}

/** Sessions of the feed, in Redis: when one is lost the feed begins anew, and that is all. */
@Injectable()
export class FeedSessions {
  constructor(
    private readonly redis: Redis,
    private readonly settings: Settings,
  ) {}

  async begin({ viewerId, surface }: SessionOwner, listId?: string): Promise<FeedSession> {
    const id = newId<'feedSession'>();
    const { sessionHours } = await this.settings.get(servingSettings);
    const session = JSON.stringify({ viewerId: viewerId ?? null, surface, listId: listId ?? null });
    await this.redis.client.set(this.key(id), session, {
      expiration: { type: 'PX', value: Math.ceil(hours(sessionHours)) },
    });
    return { id, listId };
  }

  /** `'over'` when its time is up, `'foreign'` when it is another viewer's or another surface's. */
  async resume(id: FeedSessionId, { viewerId, surface }: SessionOwner): Promise<FeedSession | 'over' | 'foreign'> {
    const kept = await this.redis.client.get(this.key(id));
    if (kept === null) return 'over';
    const session = stored.parse(JSON.parse(kept));
    if (session.viewerId !== (viewerId ?? null) || session.surface !== surface) return 'foreign';
    return { id, listId: session.listId ?? undefined };
  }

  private key(id: FeedSessionId): string {
    return this.redis.key('feed', 'session', id);
  }
}
