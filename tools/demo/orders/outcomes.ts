import { eventually } from '../eventually.js';
import type { Deed } from './seller-deeds.js';

/** The clock has brought a creator's part so far by itself: what was due has been done. */
export const comesTo =
  (creator: string, status: string): Deed =>
  (order) =>
    eventually(`${creator} is ${status}`, async () => {
      const now = (await order.engagement(creator)).status;
      return now === status || `is ${now}`;
    });

/** The order stands so, or so. */
export const stands =
  (...statuses: readonly string[]): Deed =>
  (order) =>
    eventually(`it is ${statuses.join(' or ')}`, async () => {
      const now = await order.status();
      return statuses.includes(now) || `is ${now}`;
    });
