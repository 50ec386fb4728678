import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { Database } from '@moments/platform';
import { addDeed, type MomentDeed, removeDeed } from '../moments/deeds.store.js';

/** Keeping a moment in one's own list, and letting it go. Nobody is told who did; the moment's counter tells how many. */
@Injectable()
export class SavesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Throws `NotFound` unless the moment is published and shown to this account. Saved already, it keeps its place. */
  async save({ accountId, momentId }: MomentDeed): Promise<void> {
    await addDeed(this.database, { kind: 'saves', accountId, momentId, at: this.clock.now() });
  }

  /** Throws `NotFound` unless the moment is published and shown to this account. */
  async unsave({ accountId, momentId }: MomentDeed): Promise<void> {
    await removeDeed(this.database, { kind: 'saves', accountId, momentId });
  }
}
