import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { Database } from '@moments/platform';
import { addDeed, type MomentDeed } from '../moments/deeds.store.js';

/**
 * Passing a moment on. An account counts once for a moment however often it shares it: the counter tells how many
 * people found it worth passing on, and nobody can drive it up alone. There is no taking back what has been sent.
 */
@Injectable()
export class SharesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Throws `NotFound` unless the moment is published and shown to this account. */
  async share({ accountId, momentId }: MomentDeed): Promise<void> {
    await addDeed(this.database, { kind: 'shares', accountId, momentId, at: this.clock.now() });
  }
}
