import { Injectable } from '@nestjs/common';
import { after, Clock } from '@moments/kernel';
import { afterCommit, Database, LiveNews } from '@moments/platform';
import { type Act, isOwn } from '../domain/act.js';
import { notificationAdded } from '../notifications.topics.js';
import { openRecipient } from '../recipients.store.js';
import { addAct, isWanted } from './tell.store.js';

/** Tells people what others, or the platform, did. */
@Injectable()
export class TellingService {
  constructor(
    private readonly database: Database,
    private readonly news: LiveNews,
    private readonly clock: Clock,
  ) {}

  /**
   * Tells of an act, once however often it is told. Nobody is told of their own acts, of those of somebody whom they
   * have blocked, are blocked by or have muted, of a kind that they have switched off, or of what is gone meanwhile.
   */
  async tell(act: Act): Promise<void> {
    if (isOwn(act)) return;
    const { recipientId } = act;
    await this.database.transaction(async (tx) => {
      const { lastAt, closed } = await openRecipient(tx, recipientId);
      if (closed || !(await isWanted(tx, act))) return;
      if (!(await addAct(tx, act, nextAt(lastAt, this.clock.now())))) return;
      afterCommit(tx, () => this.news.publish(notificationAdded, recipientId, {}));
    });
  }
}

/** Now, but later than anything before: clocks of several machines differ, and two acts may share a millisecond. */
const nextAt = (lastAt: Date, now: Date): Date => (now > lastAt ? now : after(lastAt, 1));
