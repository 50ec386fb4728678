import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { Database, Events } from '@moments/platform';
import { addDeed, type MomentDeed, removeDeed } from '../moments/deeds.store.js';
import { momentLiked } from '../social.events.js';

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
    const at = this.clock.now();
    await this.database.transaction((tx) =>
      addDeed(tx, 'likes', {
        accountId,
        momentId,
        at,
        tell: (authorId) => this.events.emit(tx, momentLiked, { accountId, momentId, authorId }),
      }),
    );
  }

  /** Throws `NotFound` unless the moment is published and shown to this account. */
  async unlike(deed: MomentDeed): Promise<void> {
    await this.database.transaction((tx) => removeDeed(tx, 'likes', deed));
  }
}
