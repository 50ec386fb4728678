import { S3Error } from './errors.js';

/** What a condition is judged on; the etag without quotes. */
export interface Validators {
  etag: string;
  modifiedAt: string;
}

export interface Conditions {
  ifMatch: string | undefined;
  ifNoneMatch: string | undefined;
  ifModifiedSince: string | undefined;
  ifUnmodifiedSince: string | undefined;
}

/** Reads the four conditional headers, `prefix` before each: '' or 'x-amz-copy-source-'. */
export const readConditions = (header: (name: string) => string | undefined, prefix = ''): Conditions => ({
  ifMatch: header(`${prefix}if-match`),
  ifNoneMatch: header(`${prefix}if-none-match`),
  ifModifiedSince: header(`${prefix}if-modified-since`),
  ifUnmodifiedSince: header(`${prefix}if-unmodified-since`),
});

const lists = (header: string, etag: string): boolean =>
  header
    .split(',')
    .map((each) => each.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((each) => each === '*' || each === etag);

// HTTP dates have no milliseconds: compared in whole seconds. A header that is no date counts as absent.
const seconds = (date: string): number => Math.floor(Date.parse(date) / 1000);
const modifiedAfter = (since: string, validators: Validators): boolean =>
  seconds(validators.modifiedAt) > seconds(since);

/**
 * Judges in the order of RFC 9110 section 13.2.2: an entity tag, where given, decides alone and the date beside it is
 * not looked at. Throws PreconditionFailed; `notModified` is for a read to answer with 304.
 */
export function judge(conditions: Conditions, validators: Validators): 'proceed' | 'notModified' {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!lists(ifMatch, validators.etag)) throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
  } else if (ifUnmodifiedSince !== undefined && modifiedAfter(ifUnmodifiedSince, validators)) {
    throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-Unmodified-Since' });
  }
  if (ifNoneMatch !== undefined) return lists(ifNoneMatch, validators.etag) ? 'notModified' : 'proceed';
  const unchanged = ifModifiedSince !== undefined && seconds(validators.modifiedAt) <= seconds(ifModifiedSince);
  return unchanged ? 'notModified' : 'proceed';
}

/** For copying: what would be "not modified" for a read is a failed precondition. */
export function judgeCopy(conditions: Conditions, validators: Validators): void {
  if (judge(conditions, validators) === 'notModified') throw new S3Error('PreconditionFailed');
}

/** For writing: If-None-Match may only be `*`, If-Match needs the object to be there. */
export function judgeWrite(conditions: Conditions, current: Validators | undefined): void {
  const { ifMatch, ifNoneMatch } = conditions;
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') throw new S3Error('NotImplemented', 'If-None-Match of a write may only be *.');
    if (current) throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-None-Match' });
  }
  if (ifMatch === undefined) return;
  if (!current) throw new S3Error('NoSuchKey');
  if (!lists(ifMatch, current.etag)) throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
}
