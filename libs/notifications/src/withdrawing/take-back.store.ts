import type { AccountId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import type { NotificationKind } from '../domain/kinds.js';
import { actsAtOnce, recountTouched, type Touched } from './withdraw.store.js';

/** What somebody did once or not at all, and whom that is told to. */
export interface Deed {
  recipientId: AccountId;
  kind: NotificationKind;
  subjectId: string;
  actorId: AccountId;
}

// The recipient is locked, so what is read here is what is changed.
const takeBack = `
  with told as (
     select notification_id as id from notification_acts
      where recipient_id = $1 and kind = $2 and subject_id = $3 and act_id = $4),
   noted as (
     insert into notification_acts (recipient_id, kind, subject_id, act_id, actor_id, notification_id, acted_at)
     values ($1, $2, $3, $4, $4, null, $5)
     on conflict on constraint notification_acts_pkey do update set notification_id = null)
  select id from told`;

/**
 * Takes a deed out of what a locked recipient was told, and notes that it is not to be told any more: neither done again,
 * nor when the news of it comes only now.
 */
export async function takeBackDeed(tx: Tx, { recipientId, kind, subjectId, actorId }: Deed, now: Date): Promise<void> {
  const touched = await rows<Touched>(tx, takeBack, [recipientId, kind, subjectId, actorId, now]);
  await recountTouched(tx, recipientId, touched);
}

const forgetOld = `
  delete from notification_acts
   where (recipient_id, kind, subject_id, act_id) in (
     select recipient_id, kind, subject_id, act_id from notification_acts
      where notification_id is null and acted_at < $1 order by acted_at limit ${actsAtOnce})`;

/** Forgets some of what was taken back, and done, before an instant; gives how many. */
export const forgetTakenBack = (tx: Tx, before: Date): Promise<number> => execute(tx, forgetOld, [before]);
