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

/** The order stands so. */
export const stands =
  (status: string): Deed =>
  (order) =>
    eventually(`it is ${status}`, async () => {
      const now = await order.status();
      return now === status || `is ${now}`;
    });
