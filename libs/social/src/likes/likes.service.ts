import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { Database, Events } from '@moments/platform';
import { addDeed, type MomentDeed, removeDeed } from '../moments/deeds.store.js';
import { momentLiked, momentUnliked } from '../social.events.js';

/** Liking and taking it back. Both say how things shall be, so saying it twice, or on two devices at once, is once. */
@Injectable()
export class LikesService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Throws `NotFound` unless the moment is published and shown to this account. */
  async like({ accountId, momentId }: MomentDeed): Promise<void> {
    await addDeed(this.database, {
      kind: 'likes',
      accountId,
      momentId,
      at: this.clock.now(),
      newsOf: (authorId) => this.events.news(momentLiked, { accountId, momentId, authorId }),
    });
  }

  /** Throws `NotFound` unless the moment is published and shown to this account. */
  async unlike({ accountId, momentId }: MomentDeed): Promise<void> {
    const news = this.events.news(momentUnliked, { accountId, momentId });
    await removeDeed(this.database, { kind: 'likes', accountId, momentId, news });
  }
}
