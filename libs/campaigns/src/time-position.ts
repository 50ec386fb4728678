import type { PageWindow, TimePosition } from '@moments/kernel';

const latest = 'infinity';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The condition that a row comes after the position in the parameters `$first` and the next, newest first: a row
 * comparison and nothing else, so that an index is entered there. The columns are ours, never anybody's text.
 */
export const afterPosition = (at: string, id: string, first: number): string =>
  `(${at}, ${id}) < ($${first}::timestamptz, $${first + 1}::uuid)`;

/** What {@link afterPosition} takes: beyond everything when the page is the first. */
export const positionOf = ({ after }: PageWindow<TimePosition>): [Date | string, string] => [
  after?.at ?? latest,
  after?.id ?? lastId,
];
