import type { PageWindow, TimePosition } from '@moments/kernel';

const latest = 'infinity';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The condition that a row comes after the position in `$2` and `$3`, newest first. A row comparison and nothing else
 * (no "or there is no position"), so that an index is entered at the position also by a plan that was made for all of
 * them: a page deep in a list of a million costs what the first one does. The columns are ours, never anybody's text.
 */
export const afterPosition = (at: string, id: string): string => `(${at}, ${id}) < ($2::timestamptz, $3::uuid)`;

/** What {@link afterPosition} takes: beyond everything when the page is the first. */
export const positionOf = ({ after }: PageWindow<TimePosition>): [Date | string, string] => [
  after?.at ?? latest,
  after?.id ?? lastId,
];
