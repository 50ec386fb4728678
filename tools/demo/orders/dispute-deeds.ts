import { uploadPhoto } from './make-work.js';
import { engagementPayload } from './order.js';
import type { Deed } from './seller-deeds.js';

/** One of the two sides calls an operator. */
export const disputes =
  (who: string, creator: string, reason: string): Deed =>
  (order) =>
    order.about(
      creator,
      who,
      `mutation ($engagement: ID!, $reason: String!) {
         openDispute(engagementId: $engagement, reason: $reason) { ${engagementPayload} } }`,
      { reason },
    );

/** One of the two sides tells how it sees the dispute, with a photo that proves it. */
export const statesCase =
  (who: string, creator: string, text: string): Deed =>
  async (order) => {
    const uploadIds = [await uploadPhoto(await order.world.as(who))];
    await order.about(
      creator,
      who,
      `mutation ($engagement: ID!, $text: String!, $uploadIds: [ID!], $key: String!) {
         stateCase(engagementId: $engagement, text: $text, uploadIds: $uploadIds, idempotencyKey: $key) {
           ${engagementPayload} } }`,
      { text, uploadIds },
    );
  };

/** An operator gives the creator so much of the reward, and the seller what is left of it. */
export const isSettled =
  (creator: string, amount: string, resolution: string): Deed =>
  (order) =>
    order.about(
      creator,
      'control.room',
      `mutation ($engagement: ID!, $amount: MoneyInput!, $resolution: String!, $key: String!) {
         resolveDispute(engagementId: $engagement, toCreator: $amount, resolution: $resolution, idempotencyKey: $key) {
           ${engagementPayload} } }`,
      { amount: { amount, currency: 'RUB' }, resolution },
    );
