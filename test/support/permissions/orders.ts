import { key, nothing, of, type Row } from './row.js';

/** What is done with orders, and where sellers are told of them. */
export const ofOrders: Readonly<Record<string, Row>> = {
  // Only members of a seller order, and nobody here is one; of campaigns there are none.
  createCreatorOrder: {
    call: ({ productId }) =>
      `createCreatorOrder(input: { title: "A film", brief: "Show it", productIds: ["${productId}"], admission: FIRST_COME,
        reward: { amount: "1.00", currency: "RUB" }, deadline: "${new Date(Date.now() + 86_400_000).toISOString()}", ${key()} })`,
    outcomes: of('FORBIDDEN'),
  },
  updateCreatorOrder: {
    call: () => `updateCreatorOrder(input: { orderId: "${nothing('cmp')}", places: 2, ${key()} })`,
    outcomes: of('NOT_FOUND'),
  },
  publishCampaign: {
    call: () => `publishCampaign(campaignId: "${nothing('cmp')}", ${key()})`,
    outcomes: of('NOT_FOUND'),
  },
  cancelCampaign: {
    call: () => `cancelCampaign(campaignId: "${nothing('cmp')}", ${key()})`,
    outcomes: of('NOT_FOUND'),
  },
  inviteToOrder: {
    call: ({ profileId }) => `inviteToOrder(orderId: "${nothing('cmp')}", profileIds: ["${profileId}"], ${key()})`,
    outcomes: of('NOT_FOUND'),
  },
  takeOrder: { call: () => `takeOrder(orderId: "${nothing('cmp')}", ${key()})`, outcomes: of('NOT_FOUND') },
  admitToOrder: {
    call: () => `admitToOrder(engagementId: "${nothing('eng')}", accept: true)`,
    outcomes: of('NOT_FOUND'),
  },
  declineEngagement: {
    call: () => `declineEngagement(engagementId: "${nothing('eng')}", ${key()})`,
    outcomes: of('NOT_FOUND'),
  },
  askInEngagement: {
    call: () => `askInEngagement(engagementId: "${nothing('eng')}", text: "Red?", ${key()})`,
    outcomes: of('NOT_FOUND'),
  },
  // Of engagements nobody here has any: they are there for the two sides alone.
  submitWork: {
    call: ({ momentId }) => `submitWork(engagementId: "${nothing('eng')}", momentId: "${momentId}", ${key()})`,
    outcomes: of('NOT_FOUND'),
  },
  reviewWork: {
    call: () => `reviewWork(engagementId: "${nothing('eng')}", approve: true, ${key()})`,
    outcomes: of('NOT_FOUND'),
  },
  cancelEngagement: {
    call: () => `cancelEngagement(engagementId: "${nothing('eng')}", ${key()})`,
    outcomes: of('NOT_FOUND'),
  },
  rateEngagement: {
    call: () => `rateEngagement(engagementId: "${nothing('eng')}", stars: 5)`,
    outcomes: of('NOT_FOUND'),
  },
  openDispute: {
    call: () => `openDispute(engagementId: "${nothing('eng')}", reason: "No")`,
    outcomes: of('NOT_FOUND'),
  },
  stateCase: {
    call: () => `stateCase(engagementId: "${nothing('eng')}", text: "No", ${key()})`,
    outcomes: of('NOT_FOUND'),
  },
  resolveDispute: {
    call: () =>
      `resolveDispute(engagementId: "${nothing('eng')}", toCreator: { amount: "1.00", currency: "RUB" },
        resolution: "So", ${key()})`,
    outcomes: of('FORBIDDEN'),
  },
  createWebhookEndpoint: {
    call: () => `createWebhookEndpoint(input: { url: "https://shop.example/hooks", ${key()} })`,
    outcomes: of('NOT_FOUND'),
  },
  updateWebhookEndpoint: {
    call: () => `updateWebhookEndpoint(input: { endpointId: "${nothing('whe')}", enabled: true })`,
    outcomes: of('NOT_FOUND'),
  },
  rotateWebhookSecret: {
    call: () => `rotateWebhookSecret(endpointId: "${nothing('whe')}")`,
    outcomes: of('NOT_FOUND'),
  },
  removeWebhookEndpoint: {
    call: () => `removeWebhookEndpoint(endpointId: "${nothing('whe')}")`,
    outcomes: of('NOT_FOUND'),
  },
  pingWebhookEndpoint: {
    call: () => `pingWebhookEndpoint(endpointId: "${nothing('whe')}")`,
    outcomes: of('NOT_FOUND'),
  },
  redeliverWebhook: { call: () => `redeliverWebhook(deliveryId: "${nothing('whd')}")`, outcomes: of('NOT_FOUND') },
};
