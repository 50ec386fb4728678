import { z } from 'zod';
import { deleteMark, externalId as externalIdSchema } from './product-record.js';

/** What is wrong in one place of a record. */
export interface Fault {
  /** `price.amount`, `attributes.3.name`; empty for the record as a whole. */
  readonly field: string;
  readonly reason: string;
}

/** A record that may go in, or why it may not. */
export type ReadRecord<Record> =
  | { readonly record: Record & { externalId: string }; readonly deleted: false }
  | { readonly externalId: string; readonly deleted: true }
  /** `externalId` where it could be read. */
  | { readonly externalId?: string; readonly faults: readonly [Fault, ...Fault[]] };

const utf8 = new TextDecoder('utf-8', { fatal: true });
// Whoever mends a record mends these first.
const mostFaults = 10;

/** Reads a line's bytes as JSON in UTF-8 and checks it against the schema, or against a delete mark when it is one. */
export function readRecord<Record extends { externalId: string }>(
  bytes: Uint8Array,
  schema: z.ZodType<Record>,
): ReadRecord<Record> {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return refused('is not UTF-8');
  }
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return refused('is not JSON');
  }
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return refused('is not an object of JSON');
  if ('deleted' in told && told.deleted === true) {
    const mark = deleteMark.safeParse(told);
    return mark.success ? mark.data : { externalId: externalIdIn(told), faults: faultsOf(mark.error) };
  }
  const read = schema.safeParse(told);
  if (read.success) return { record: read.data, deleted: false };
  return { externalId: externalIdIn(told), faults: faultsOf(read.error) };
}

/** Only one that may be an id: what comes instead may be long, or not even a text. */
const externalIdIn = (told: object): string | undefined =>
  'externalId' in told ? externalIdSchema.safeParse(told.externalId).data : undefined;

const refused = (reason: string): { faults: [Fault] } => ({ faults: [{ field: '', reason }] });

function faultsOf({ issues }: z.ZodError): [Fault, ...Fault[]] {
  const [first = { field: '', reason: 'is not a record' }, ...others] = issues.flatMap((issue): Fault[] => {
    if (issue.code !== 'unrecognized_keys') return [{ field: issue.path.join('.'), reason: issue.message }];
    return issue.keys.map((key) => ({
      field: [...issue.path, key].join('.').slice(0, 100),
      reason: 'is unknown here',
    }));
  });
  return [first, ...others.slice(0, mostFaults - 1)];
}
