import type { PlacedEvent, PurchaseEvent, PurchaseEventType } from './purchase-event.js';

export const lineProblems = [
  'not_placed',
  'placed_again',
  'currency_differs',
  'more_than_bought',
  'returned_before_paid',
] as const;

/** What does not fit together in what was told of a line; none of it keeps the rest from counting. */
export type LineProblem = (typeof lineProblems)[number];

/** What all events of an order line say together. Units, whatever was told beyond what was bought left out. */
export interface FoldedLine {
  /** Undefined while nobody has told that it was placed: everything else waits for that. */
  readonly placed?: PlacedEvent;
  readonly bought: number;
  readonly cancelled: number;
  readonly returned: number;
  /** Bought, and neither cancelled nor returned. */
  readonly kept: number;
  /** Since when all that is kept is paid; undefined while it is not, or when nothing is kept. */
  readonly paidAt?: Date;
  /** Since when all that is kept is delivered. */
  readonly deliveredAt?: Date;
  readonly problems: readonly LineProblem[];
}

/**
 * Folds the events of one line. They are a set: neither their order nor how often each is given matters.
 *
 * What was placed first (by when it happened) is the line; whatever is told of it in another currency, and everything
 * that is placed again, is set aside. More events never make less of what came back, nor put off the instant since which
 * all that is kept is paid and delivered: what was confirmed stays so until it comes back.
 */
export function foldLine(events: Iterable<PurchaseEvent>): FoldedLine {
  const all = [...new Map([...events].map((event) => [event.key, event])).values()].sort(byTime);
  const placed = all.find((event) => event.type === 'placed');
  if (!placed) return { bought: 0, cancelled: 0, returned: 0, kept: 0, problems: all.length > 0 ? ['not_placed'] : [] };

  const { currency } = placed.unitPrice;
  const counted = all.filter(
    ({ type, unitPrice }) => type !== 'placed' && (unitPrice?.currency ?? currency) === currency,
  );
  const told = (type: PurchaseEventType) => unitsOf(counted.filter((event) => event.type === type));
  const bought = placed.quantity;
  const cancelled = Math.min(told('cancelled'), bought);
  const returned = Math.min(told('returned'), bought - cancelled);
  const kept = bought - cancelled - returned;
  return {
    placed,
    bought,
    cancelled,
    returned,
    kept,
    paidAt: reachedAt(counted, { type: 'paid', units: kept }),
    deliveredAt: reachedAt(counted, { type: 'delivered', units: kept }),
    problems: lineProblems.filter((problem) => {
      if (problem === 'placed_again') return all.some((event) => event.type === 'placed' && event !== placed);
      if (problem === 'currency_differs')
        return all.some(({ unitPrice }) => (unitPrice?.currency ?? currency) !== currency);
      if (problem === 'returned_before_paid') return returned > told('paid');
      if (problem === 'not_placed') return false;
      return [told('cancelled') + told('returned'), told('paid'), told('delivered')].some((units) => units > bought);
    }),
  };
}

/** Events that happened at the same instant are told apart by their keys, so that everybody sorts them alike. */
const byTime = (a: PurchaseEvent, b: PurchaseEvent): number =>
  a.occurredAt.getTime() - b.occurredAt.getTime() || (a.key < b.key ? -1 : 1);

const unitsOf = (events: readonly PurchaseEvent[]): number => events.reduce((sum, { quantity }) => sum + quantity, 0);

/** When events of a type, in the order of time, have come to so many units. */
function reachedAt(
  events: readonly PurchaseEvent[],
  { type, units }: { type: PurchaseEventType; units: number },
): Date | undefined {
  if (units === 0) return undefined;
  let reached = 0;
  for (const event of events) {
    if (event.type === type) reached += event.quantity;
    if (reached >= units) return event.occurredAt;
  }
  return undefined;
}
