import type { Deed } from './seller-deeds.js';
import type { Terms } from './terms.js';

/** What becomes of an order: who does what on which day of the demo, and where it stands in the end. */
export interface OrderStory {
  terms: Terms;
  days: Readonly<Record<number, readonly Deed[]>>;
  ends: 'DRAFT' | 'OPEN' | 'CLOSED' | 'DECIDED' | 'CANCELLED' | 'EXPIRED';
  /** Nothing of it waits for time to pass. */
  inOneSitting?: boolean;
}
