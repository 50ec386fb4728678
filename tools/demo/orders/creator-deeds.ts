import { mutate } from '../../client/mutate.js';
import { makeWork } from './make-work.js';
import { engagementPayload } from './order.js';
import type { Deed } from './seller-deeds.js';

/** A creator takes a place, applies for one or accepts an invitation, as the order says. */
export const takes =
  (creator: string, message?: string): Deed =>
  async (order) => {
    await mutate(
      await order.world.as(creator),
      `mutation ($order: ID!, $message: String, $key: String!) {
         takeOrder(orderId: $order, message: $message, idempotencyKey: $key) { ${engagementPayload} } }`,
      { order: order.id, message },
    );
  };

const leavesBy =
  (mutation: string) =>
  (creator: string): Deed =>
  (order) =>
    order.about(
      creator,
      creator,
      `mutation ($engagement: ID!, $key: String!) {
         ${mutation}(engagementId: $engagement, idempotencyKey: $key) { ${engagementPayload} } }`,
    );

/** A creator says no to an invitation, or takes an application back. */
export const declines = leavesBy('declineEngagement');

/** A creator gives the place back. */
export const givesUp = leavesBy('cancelEngagement');

/** A creator shows the seller what was made, and once more when changes were asked for. */
export const handsIn =
  (creator: string): Deed =>
  async (order) => {
    const momentId = order.works.get(creator) ?? (await makeWork(order, creator));
    order.works.set(creator, momentId);
    await order.about(
      creator,
      creator,
      `mutation ($engagement: ID!, $moment: ID!, $key: String!) {
         submitWork(engagementId: $engagement, momentId: $moment, idempotencyKey: $key) { ${engagementPayload} } }`,
      { moment: momentId },
    );
  };

/** A creator deletes what was approved before it has stayed as long as promised. */
export const deletesWork =
  (creator: string): Deed =>
  async (order) => {
    await mutate(
      await order.world.as(creator),
      'mutation ($moment: ID!) { deleteMoment(momentId: $moment) { userErrors { code message } } }',
      { moment: order.works.get(creator) },
    );
  };

/** One of the two sides writes to the other. */
export const writes =
  (who: string, creator: string, text: string): Deed =>
  (order) =>
    order.about(
      creator,
      who,
      `mutation ($engagement: ID!, $text: String!, $key: String!) {
         askInEngagement(engagementId: $engagement, text: $text, idempotencyKey: $key) { ${engagementPayload} } }`,
      { text },
    );

/** One of the two sides says what it was like. */
export const rates =
  (who: string, creator: string, stars: number, text: string): Deed =>
  (order) =>
    order.about(
      creator,
      who,
      `mutation ($engagement: ID!, $stars: Int!, $text: String) {
         rateEngagement(engagementId: $engagement, stars: $stars, text: $text) { ${engagementPayload} } }`,
      { stars, text },
    );
