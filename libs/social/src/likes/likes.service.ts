import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type MomentId, NotFound } from '@moments/kernel';
import { Database, Events, execute, type Tx } from '@moments/platform';
import { addToMoment, addToProfiles, changeMomentCounters, changeProfileCounters } from '../counters/counters.store.js';
import { requireShownMoment } from '../moments/shown-moment.store.js';
import { momentLiked } from '../social.events.js';

/** Who likes what. */
export interface LikeCommand {
  accountId: AccountId;
  momentId: MomentId;
}

/** Liking and taking it back. Both say how things shall be, so saying it twice, or on two devices at once, is once. */
@Injectable()
export class LikesService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Throws `NotFound` unless the moment is published and shown to this account. */
  async like(command: LikeCommand): Promise<void> {
    const { authorId } = await requireShownMoment(this.database, command);
    await this.database.transaction(async (tx) => {
      if (!(await insertLike(tx, command, this.clock.now()))) return;
      await this.events.emit(tx, momentLiked, { ...command, authorId });
      // A moment that was removed after we looked is closed by now, or will find this like and take it along.
      const open = await addToMoment(tx, { momentId: command.momentId, authorId, likes: 1 });
      if (!open) throw new NotFound('moment', ['momentId']);
      await addToProfiles(tx, [{ accountId: authorId, likesReceived: 1 }]);
    });
  }

  /** Throws `NotFound` unless the moment is published and shown to this account. */
  async unlike({ accountId, momentId }: LikeCommand): Promise<void> {
    await requireShownMoment(this.database, { accountId, momentId });
    await this.database.transaction(async (tx) => {
      const gone = await execute(tx, 'delete from likes where moment_id = $1 and account_id = $2', [
        momentId,
        accountId,
      ]);
      if (gone === 0) return;
      const changed = await changeMomentCounters(tx, [{ momentId, likes: -1 }]);
      await changeProfileCounters(
        tx,
        changed.map(({ authorId }) => ({ accountId: authorId, likesReceived: -1 })),
      );
    });
  }
}

/** False when the row is there already, or its account is being deleted; waits for another device just writing it. */
const insertLike = async (tx: Tx, { accountId, momentId }: LikeCommand, now: Date): Promise<boolean> =>
  (await execute(
    tx,
    `insert into likes (moment_id, account_id, created_at)
     select $1, $2, $3
      where not exists (select from profile_counters where account_id = $2 and closed_at is not null)
     on conflict do nothing`,
    [momentId, accountId, now],
  )) === 1;
