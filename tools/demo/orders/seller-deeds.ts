import { addDays, after, businessDayOf, hours, startOfBusinessDay } from '@moments/kernel';
import { mutate } from '../../client/mutate.js';
import { engagementPayload, type Order, profileOf } from './order.js';

/** Something that somebody does about an order. */
export type Deed = (order: Order, day: number) => Promise<void>;

const onOrder = 'campaign { id } userErrors { code message }';

/** The seller writes an order down. */
export const drafts: Deed = async (order, day) => {
  const { title, brief, admission, reward, places, dueOn, keepPublishedDays, invites, more } = order.terms;
  const { world } = order;
  const inviteProfileIds = invites && (await Promise.all(invites.map(async (who) => profileOf(await world.as(who)))));
  const input = {
    ...{ title, brief, admission, places, keepPublishedDays, inviteProfileIds, ...more },
    productIds: [await order.productId()],
    reward: { amount: reward, currency: 'RUB' },
    deadline: after(startOfBusinessDay(addDays(businessDayOf(world.clock.now()), dueOn - day)), hours(12)),
    idempotencyKey: `draft ${title}`,
  };
  const document = `mutation ($input: CreateCreatorOrderInput!) { createCreatorOrder(input: $input) { ${onOrder} } }`;
  const { campaign } = await mutate<{ campaign: { id: string } }>(await order.seller(), document, { input });
  order.id = campaign.id;
};

/** The seller writes an order down and puts what it may cost into escrow. */
export const publishes: Deed = async (order, day) => {
  await drafts(order, day);
  await mutate(
    await order.seller(),
    `mutation ($order: ID!, $key: String!) { publishCampaign(campaignId: $order, idempotencyKey: $key) { ${onOrder} } }`,
    { order: order.id },
  );
};

/** The seller pays more for places that are still free. */
export const raisesRewardTo =
  (amount: string): Deed =>
  async (order) => {
    const input = { orderId: order.id, reward: { amount, currency: 'RUB' }, idempotencyKey: `raise to ${amount}` };
    await mutate(
      await order.seller(),
      `mutation ($input: UpdateCreatorOrderInput!) { updateCreatorOrder(input: $input) { ${onOrder} } }`,
      { input },
    );
  };

/** The seller ends the order; whoever has a place goes on. */
export const cancels: Deed = async (order) => {
  await mutate(
    await order.seller(),
    `mutation ($order: ID!, $key: String!) { cancelCampaign(campaignId: $order, idempotencyKey: $key) { ${onOrder} } }`,
    { order: order.id },
  );
};

const admission =
  (accept: boolean) =>
  (creator: string): Deed =>
  (order) =>
    order.about(
      creator,
      order.terms.by,
      `mutation ($engagement: ID!, $accept: Boolean!) {
         admitToOrder(engagementId: $engagement, accept: $accept) { ${engagementPayload} } }`,
      { accept },
    );
/** The seller gives an applicant a place. */
export const admits = admission(true);
/** The seller says no to an applicant, or takes an invitation back. */
export const turnsAway = admission(false);

const review =
  (creator: string, answer: { approve: boolean; comment?: string }): Deed =>
  (order) =>
    order.about(
      creator,
      order.terms.by,
      `mutation ($engagement: ID!, $approve: Boolean!, $comment: String, $key: String!) {
         reviewWork(engagementId: $engagement, approve: $approve, comment: $comment, idempotencyKey: $key) {
           ${engagementPayload} } }`,
      answer,
    );
export const approves = (creator: string): Deed => review(creator, { approve: true });
export const asksForChanges = (creator: string, comment: string): Deed => review(creator, { approve: false, comment });
