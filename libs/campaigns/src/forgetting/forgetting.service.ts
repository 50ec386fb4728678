import { Injectable } from '@nestjs/common';
import type { AccountId, EngagementId } from '@moments/kernel';
import { KeptUploads } from '@moments/media';
import type { Tx } from '@moments/platform';
import { eraseWords, goneFrom } from './forgetting.store.js';

/** What becomes of the words and files of those whose account is deleted. Money and what was decided stay. */
@Injectable()
export class Forgetting {
  constructor(private readonly uploads: KeptUploads) {}

  /** Takes away what somebody has written; what they say in a dispute goes when that is decided. Again finds nothing. */
  async author(tx: Tx, authorId: AccountId): Promise<void> {
    await this.uploads.giveUp(tx, await eraseWords(tx, authorId));
  }

  /** The dispute of a locked engagement is decided: nobody has to read any more what those who are gone said in it. */
  async afterDispute(tx: Tx, engagementId: EngagementId): Promise<void> {
    for (const authorId of await goneFrom(tx, engagementId)) await this.author(tx, authorId);
  }
}
