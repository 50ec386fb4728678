import { Injectable } from '@nestjs/common';
import { type AccountId, after, Clock, days } from '@moments/kernel';
import { Database, Settings } from '@moments/platform';
import type { PublicationPosition } from '../domain/feed-cursor.js';
import { servingSettings } from '../feed.settings.js';
import type { Regions } from '../for-you/candidates.store.js';
import { type FollowedMoment, readFollowed } from './following.store.js';

export interface FollowingRequest {
  viewerId: AccountId;
  before?: PublicationPosition;
  count: number;
  regions: Regions;
}

/** What those whom a viewer follows have published, newest first: whatever is new stands before every cursor. */
@Injectable()
export class Following {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Up to `count` moments before a position, fewer only at the end. */
  async take({ viewerId, before, count, regions }: FollowingRequest): Promise<FollowedMoment[]> {
    const { seenDays } = await this.settings.get(servingSettings);
    const seenSince = after(this.clock.now(), -days(seenDays));
    return readFollowed(this.database, { viewerId, regions, seenSince, before, limit: count });
  }
}
