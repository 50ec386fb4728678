import type { ClickId } from '@moments/kernel';
import type { FoldedLine } from '../../purchases/domain/fold-line.js';
import type { Purchase, Touch } from './last-touch.js';
import { lastTouch, touchesBefore } from './last-touch.js';
import {
  type AttributionFlag,
  type AttributionState,
  type Change,
  changesOf,
  keepConfirmed,
  type Owed,
  type Standing,
  standingOf,
} from './standing.js';

/** An attribution of the line as it was announced last. */
export interface KnownAttribution extends Owed {
  readonly clickId: ClickId;
  readonly state: AttributionState;
}

/** A line's attribution to one click, as it is to stand now. */
export interface SettledAttribution {
  readonly touch: Touch;
  /** The touches that led to it, the first one first; of many the last ones. */
  readonly trail: readonly Touch[];
  readonly standing: Standing;
  readonly flag?: AttributionFlag;
  readonly changes: readonly Change[];
}

/** An attribution that is another click's now. */
export interface Superseded {
  readonly clickId: ClickId;
  readonly changes: readonly Change[];
}

export interface Settlement {
  readonly attribution?: SettledAttribution;
  readonly superseded: readonly Superseded[];
}

export interface LineFacts {
  readonly line: FoldedLine;
  /** Undefined while the product or the buyer is not known. */
  readonly purchase?: Purchase;
  readonly touches: readonly Touch[];
  readonly known: readonly KnownAttribution[];
  readonly returnsDays: number;
  /** Found about the touch that the line is owed to. */
  readonly flag?: AttributionFlag;
  readonly now: Date;
}

// Of somebody who opens cards all day, the last ones tell enough.
const longestTrail = 10;

/**
 * Settles to which click an order line is owed and how that stands. Everything follows from the events, the clicks and the
 * instant; what was announced before only decides what is announced now.
 */
export function settleLine({ line, purchase, touches, known, returnsDays, flag, now }: LineFacts): Settlement {
  const { placed } = line;
  const touch = purchase && lastTouch(purchase, touches);
  const superseded = known
    .filter(({ clickId, state }) => clickId !== touch?.clickId && state !== 'SUPERSEDED')
    .map((earlier) => ({
      clickId: earlier.clickId,
      changes: changesOf(earlier, { ...earlier, owed: 0, confirmed: 0 }),
    }));
  if (!placed || !touch) return { superseded };

  const earlier = known.find(({ clickId }) => clickId === touch.clickId);
  const standing = keepConfirmed(earlier, standingOf({ ...line, placed }, { returnsDays, flag, now }));
  const trail = touchesBefore(purchase, touches).slice(-longestTrail);
  return { attribution: { touch, trail, standing, flag, changes: changesOf(earlier, standing) }, superseded };
}
