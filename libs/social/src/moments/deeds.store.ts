import { type AccountId, type MomentId, NotFound } from '@moments/kernel';
import { rows, type Statement, statement, type Tx } from '@moments/platform';
import { addToMoment, changeMomentCounters } from '../counters/counters.store.js';
import { shownMoment } from './shown-moment.store.js';

/** Who does something with which moment. */
export interface MomentDeed {
  accountId: AccountId;
  momentId: MomentId;
}

/** What an account does with a moment once or not at all; named as its table, which is named as its counter. */
export const deedKinds = ['likes', 'saves', 'shares'] as const;
export type DeedKind = (typeof deedKinds)[number];

interface Done {
  authorId: AccountId;
  changed: boolean;
}

// One statement finds the moment, whether it is shown to the account, and writes the row: nothing when it is there
// already, having waited for another device just writing it, or when its account is being deleted.
const doing = (kind: DeedKind): Statement =>
  statement(
    `social.add-to-${kind}`,
    `with shown as (select id, author_id from moments where id = $1 and ${shownMoment('moments', '$2::uuid')}),
          added as (
            insert into ${kind} (moment_id, account_id, created_at)
            select id, $2, $3 from shown
             where not exists (select from profile_counters where account_id = $2 and closed_at is not null)
            on conflict do nothing
            returning moment_id)
     select author_id as "authorId", exists (select from added) as changed from shown`,
  );

const undoing = (kind: DeedKind): Statement =>
  statement(
    `social.take-from-${kind}`,
    `with shown as (select id, author_id from moments where id = $1 and ${shownMoment('moments', '$2::uuid')}),
          gone as (
            delete from ${kind} where moment_id in (select id from shown) and account_id = $2
            returning moment_id)
     select author_id as "authorId", exists (select from gone) as changed from shown`,
  );

const additions = { likes: doing('likes'), saves: doing('saves'), shares: doing('shares') };
const removals = { likes: undoing('likes'), saves: undoing('saves') };

/**
 * Writes that an account does something with a moment, before `tell` and then with the counters; nothing more when it
 * has done so already. Throws `NotFound` unless the moment is published and shown to this account.
 */
export async function addDeed(
  tx: Tx,
  kind: DeedKind,
  { momentId, accountId, at, tell }: MomentDeed & { at: Date; tell?: (authorId: AccountId) => Promise<void> },
): Promise<void> {
  const { authorId, changed } = found(await rows<Done>(tx, additions[kind], [momentId, accountId, at]));
  if (!changed) return;
  await tell?.(authorId);
  // A moment that was removed after we looked is closed by now, or will find this row and take it along.
  if (!(await addToMoment(tx, { momentId, authorId, [kind]: 1 }))) throw notFound();
}

/** Takes it back with the counters; nothing changes without it. Throws `NotFound` as {@link addDeed} does. */
export async function removeDeed(tx: Tx, kind: 'likes' | 'saves', { momentId, accountId }: MomentDeed): Promise<void> {
  const { changed } = found(await rows<Done>(tx, removals[kind], [momentId, accountId]));
  if (changed) await changeMomentCounters(tx, [{ momentId, [kind]: -1 }]);
}

function found([done]: readonly Done[]): Done {
  if (!done) throw notFound();
  return done;
}

const notFound = () => new NotFound('moment', ['momentId']);
