import { type AccountId, type MomentId, NotFound } from '@moments/kernel';
import { type Database, emitting, mapConstraints, statement } from '@moments/platform';
import { requireShownMoment, shownMoment } from './shown-moment.store.js';

/** Who does something with which moment. */
export interface MomentDeed {
  accountId: AccountId;
  momentId: MomentId;
}

/** What an account does with a moment once or not at all; named as its table, which is named as its counter. */
export const deedKinds = ['likes', 'saves', 'shares'] as const;
export type DeedKind = (typeof deedKinds)[number];

/*
 * A deed is one statement, so a moment that everybody likes is held no longer than a commit takes: nobody's way to the
 * database and back lies in between. Each part needs the one before, which keeps the lock order of counters.store.ts: the
 * row, the moment's counters, its author's. Counters that are not there yet are made; a closed moment's refuse.
 */

// The row: not when it is there already, having waited for another device just writing it, nor when its account is gone,
// which is held until then: whoever deletes it waits, and what goes with it is looked for after that.
const added = (kind: DeedKind): string =>
  `added as (
     insert into ${kind} (moment_id, account_id, created_at)
     select $1::uuid, actor.id, $3::timestamptz
       from (select id from accounts where id = $2::uuid and status <> 'deleted' for key share) as actor
      where not exists (select from profile_counters where account_id = $2 and closed_at is not null)
     on conflict do nothing
     returning moment_id)`;

const counted = (kind: DeedKind, from: string): string =>
  `counted as (
     insert into moment_counters as counters (moment_id, author_id, ${kind})
     select $1::uuid, $4::uuid, 1 from ${from}
     on conflict (moment_id) do update set ${kind} = counters.${kind} + 1
     returning author_id)`;

const likeAdded = statement(
  'social.add-like',
  `with ${added('likes')}, told as (select ${emitting(5)} from added), ${counted('likes', 'told')},
   received as (
     insert into profile_counters as counters (account_id, likes_received) select author_id, 1 from counted
     on conflict (account_id) do update set likes_received = counters.likes_received + 1
       where counters.closed_at is null)
   select from counted`,
);
const quietly = (kind: DeedKind) =>
  statement(`social.add-to-${kind}`, `with ${added(kind)}, ${counted(kind, 'added')} select from counted`);
const additions = { likes: likeAdded, saves: quietly('saves'), shares: quietly('shares') };

// Whether the moment is shown, and the row and the moment's counter when there was one.
const removed = (kind: 'likes' | 'saves'): string =>
  `shown as (select id from moments where id = $1 and ${shownMoment('moments', '$2::uuid')}),
   gone as (delete from ${kind} using shown where moment_id = shown.id and account_id = $2 returning moment_id)`;

const uncounted = (kind: 'likes' | 'saves', from: string): string =>
  `counted as (
     update moment_counters as counters set ${kind} = counters.${kind} - 1
       from ${from} as gone where counters.moment_id = gone.moment_id and counters.closed_at is null
     returning counters.author_id)`;

const likeRemoved = statement(
  'social.take-from-likes',
  `with ${removed('likes')}, told as (select moment_id, ${emitting(3)} from gone), ${uncounted('likes', 'told')},
   received as (
     update profile_counters as counters set likes_received = counters.likes_received - 1
       from counted where counters.account_id = counted.author_id and counters.closed_at is null)
   select from shown`,
);
const saveRemoved = statement(
  'social.take-from-saves',
  `with ${removed('saves')}, ${uncounted('saves', 'gone')} select from shown`,
);
const removals = { likes: likeRemoved, saves: saveRemoved };

/**
 * Writes that an account does something with a moment, and its counters; nothing when it has done so already. What is told
 * of a like is said by `newsOf`, as `Events.news` gives it. Throws `NotFound` unless the moment is published and shown to
 * this account.
 */
export async function addDeed(
  database: Database,
  deed: MomentDeed & { at: Date } & (
      | { kind: 'likes'; newsOf: (authorId: AccountId) => readonly unknown[] }
      | { kind: 'saves' | 'shares'; newsOf?: undefined }
    ),
): Promise<void> {
  const { kind, momentId, accountId, at, newsOf } = deed;
  const { authorId } = await requireShownMoment(database, { accountId, momentId });
  const parameters = [momentId, accountId, at, authorId, ...(newsOf?.(authorId) ?? [])];
  await mapConstraints(database.autocommit(additions[kind], parameters), {
    // Removed after we looked.
    moment_counters_closed_is_empty: notFound,
  });
}

/**
 * Takes it back with the counters, and tells `news` of a like; nothing changes without it. Throws `NotFound` as
 * {@link addDeed} does.
 */
export async function removeDeed(
  database: Database,
  {
    kind,
    momentId,
    accountId,
    news = [],
  }: MomentDeed & ({ kind: 'likes'; news: readonly unknown[] } | { kind: 'saves'; news?: undefined }),
): Promise<void> {
  const shown = await database.autocommit(removals[kind], [momentId, accountId, ...news]);
  if (shown.length === 0) throw notFound();
}

const notFound = () => new NotFound('moment', ['momentId']);
