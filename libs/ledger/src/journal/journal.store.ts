import type { JournalEntryId } from '@moments/kernel';
import { type Database, rows, statement, type Tx } from '@moments/platform';
import { setImmediate } from 'node:timers/promises';
import { checkEntry, type JournalEntry } from '../domain/journal-entry.js';
import { encodeEntries, encodeEntry, type EncodedEntries, type EntryExtras } from './encode-entries.js';
import { typedErrors } from './posting-errors.js';

/** An entry as it stands in the journal. */
export interface PostedEntry {
  id: JournalEntryId;
  /** Not before any earlier line of its accounts: two processes' clocks never turn a statement around. */
  at: Date;
  /** It was posted by an earlier call with the same key. */
  replayed: boolean;
}

const places = (count: number): string => Array.from({ length: count }, (_, index) => `$${index + 1}`).join(', ');

const post = statement(
  'ledger.post',
  `select entry_id as id, entry_at as at, replayed from ledger_post(${places(19)})`,
);

const postMany = statement(
  'ledger.post-many',
  `select entry_at as at, replayed_places as "replayedPlaces", replayed_ids as "replayedIds", replayed_ats as "replayedAts"
     from ledger_post_many(${places(20)})`,
);

// Each statement moves each balance once, so few are better; the next one is written down while one runs, so not a single one.
const chunkPostings = 50_000;

/** Posts an entry in one statement: within `through` when that is a transaction, otherwise as one of its own. */
export async function postEntry(
  through: Tx | Database,
  entry: JournalEntry,
  { at, ...extras }: EntryExtras & { at: Date },
): Promise<PostedEntry> {
  const parameters = encodeEntry(entry, extras, at);
  const [posted] = await typedErrors(() =>
    'autocommit' in through
      ? through.autocommit<PostedEntry>(post, parameters)
      : rows<PostedEntry>(through, post, parameters),
  );
  if (!posted) throw new Error('nothing was posted');
  return posted;
}

/** Posts many entries in few statements, in the order given; the answers are in the same order. Throws what `checkEntry` throws. */
export async function postEntries(tx: Tx, entries: readonly JournalEntry[], at: Date): Promise<PostedEntry[]> {
  // All of them before the first is sent: what is refused here leaves the transaction as it was, for it may go on.
  for (const entry of entries) checkEntry(entry);
  const posted: PostedEntry[] = [];
  let running: Promise<PostedEntry[]> = Promise.resolve([]);
  for (const chunk of chunks(entries)) {
    // Written down while the database is still busy with the one before.
    const encoded = encodeEntries(chunk, at);
    for (const each of await running) posted.push(each);
    running = postChunk(tx, encoded);
    // Awaited in the next round; a refusal meanwhile must not count as unheard.
    running.catch(() => undefined);
    await setImmediate();
  }
  for (const each of await running) posted.push(each);
  return posted;
}

interface PostedChunk {
  at: Date;
  replayedPlaces: number[] | null;
  replayedIds: JournalEntryId[] | null;
  replayedAts: Date[] | null;
}

async function postChunk(tx: Tx, { ids, parameters }: EncodedEntries): Promise<PostedEntry[]> {
  const [chunk] = await typedErrors(() => rows<PostedChunk>(tx, postMany, parameters));
  if (!chunk) throw new Error('nothing was posted');
  const posted = ids.map((id): PostedEntry => ({ id, at: chunk.at, replayed: false }));
  for (const [index, place] of (chunk.replayedPlaces ?? []).entries()) {
    const [id, at] = [chunk.replayedIds?.[index], chunk.replayedAts?.[index]];
    if (id && at) posted[place - 1] = { id, at, replayed: true };
  }
  return posted;
}

function* chunks(entries: readonly JournalEntry[]): Generator<JournalEntry[]> {
  let chunk: JournalEntry[] = [];
  let postings = 0;
  for (const entry of entries) {
    chunk.push(entry);
    postings += entry.postings.length;
    if (postings >= chunkPostings) {
      yield chunk;
      [chunk, postings] = [[], 0];
    }
  }
  if (chunk.length > 0) yield chunk;
}
