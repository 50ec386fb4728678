import type { Fault } from './domain/read-record.js';

/** A record that may go in; of a delete mark there is none. */
export interface Entry<Record> {
  readonly line: number;
  readonly externalId: string;
  readonly record?: Record;
}

/** What became of an entry; a fault when it met something that only storage knows of. */
export type Outcome = 'upserted' | 'unchanged' | 'deleted' | Fault;

/** Told beside the totals: a record that did not go in, or one that did and is worth a word. */
export type Note =
  | (Fault & { readonly line: number; readonly externalId?: string; readonly others?: readonly Fault[] })
  | { readonly line: number; readonly externalId: string; readonly warning: string };

/** What became of a stream; `received` is the sum of the others. */
export interface Totals {
  received: number;
  upserted: number;
  unchanged: number;
  deleted: number;
  refused: number;
  /** Whether the stream was read to its end. */
  complete: boolean;
}
