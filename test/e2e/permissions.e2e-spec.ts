import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, toGlobalId } from '@moments/kernel';
import { Database } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { openFeature } from '@moments/testing/identity';
import { aProductCard, aPublishedMoment } from '@moments/testing/moments';
import { aBlock, aFollow } from '@moments/testing/social';
import { PlaybackTokens } from '@moments/views';
import { randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';

/*
 * Who may do what. Every mutation has a row, and every row says what each of five gets for doing it with what belongs to
 * `self`: `self`, somebody not signed in, a subscriber, somebody whom `self` has blocked, and a moderator.
 */
const actors = ['anonymous', 'self', 'subscriber', 'blocked', 'moderator'] as const;
type Actor = (typeof actors)[number];
type Outcomes = Record<Actor, string>;

/** What a mutation is done with: all of it self's but for the comment, which the subscriber wrote under self's moment. */
interface Scene {
  profileId: string;
  momentId: string;
  /** Of a product that the moment shows. */
  productId: string;
  /** What `viewer` is served the moment with. */
  playbackToken: (viewer: Actor) => Promise<string>;
  commentId: () => Promise<string>;
  rejectedMomentId: () => Promise<string>;
  caseId: () => Promise<string>;
  uploadId: () => Promise<string>;
}

interface Row {
  /** The mutation with its arguments, without its selection. */
  call: (scene: Scene, as: Actor) => string | Promise<string>;
  outcomes: Outcomes;
}

const of = (signedIn: string, others: Partial<Outcomes> = {}): Outcomes => ({
  anonymous: 'UNAUTHENTICATED',
  self: signedIn,
  subscriber: signedIn,
  blocked: signedIn,
  moderator: signedIn,
  ...others,
});
/** What everybody who is signed in does with their own. */
const oneself = of('done');
/** What one does with another's: whoever is blocked finds nothing there. */
const withAnother = of('done', { blocked: 'NOT_FOUND' });
/** What one does with another's, and not with oneself. */
const notOneself = { ...withAnother, self: 'INVALID_INPUT' };
/** What only the owner does; for everybody else it is not there. */
const ownerOnly = of('NOT_FOUND', { self: 'done' });
const anybody = (outcome: string): Outcomes => of(outcome, { anonymous: outcome });

const nothing = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '')}`;
const key = (): string => `idempotencyKey: "${randomUUID()}"`;

const rows: Record<string, Row> = {
  signUp: {
    call: () => 'signUp(input: { email: "", password: "", handle: "", displayName: "", region: "RU" })',
    outcomes: anybody('INVALID_INPUT'),
  },
  signIn: {
    call: () => `signIn(input: { email: "${randomUUID()}@example.com", password: "kedr-vetka-8-zima" })`,
    outcomes: anybody('UNAUTHENTICATED'),
  },
  refreshSession: { call: () => 'refreshSession(refreshToken: "nobody’s")', outcomes: anybody('UNAUTHENTICATED') },
  signOut: { call: () => 'signOut', outcomes: oneself },
  revokeSession: { call: () => `revokeSession(id: "${nothing('ses')}")`, outcomes: of('NOT_FOUND') },
  // Those of this test signed up elsewhere: they have no password to change, and need none to leave.
  changePassword: {
    call: () => 'changePassword(input: { currentPassword: "not it, not it", newPassword: "sosna-krona-9-leto" })',
    outcomes: of('INVALID_STATE'),
  },
  deleteAccount: { call: () => 'deleteAccount(password: "")', outcomes: oneself },

  updateProfile: { call: () => 'updateProfile(input: { bio: "Here I am" })', outcomes: oneself },
  follow: { call: ({ profileId }) => `follow(profileId: "${profileId}")`, outcomes: notOneself },
  unfollow: { call: ({ profileId }) => `unfollow(profileId: "${profileId}")`, outcomes: withAnother },
  block: { call: ({ profileId }) => `block(profileId: "${profileId}")`, outcomes: notOneself },
  unblock: { call: ({ profileId }) => `unblock(profileId: "${profileId}")`, outcomes: withAnother },
  mute: { call: ({ profileId }) => `mute(profileId: "${profileId}")`, outcomes: notOneself },
  unmute: { call: ({ profileId }) => `unmute(profileId: "${profileId}")`, outcomes: withAnother },
  like: { call: ({ momentId }) => `like(momentId: "${momentId}")`, outcomes: withAnother },
  unlike: { call: ({ momentId }) => `unlike(momentId: "${momentId}")`, outcomes: withAnother },
  save: { call: ({ momentId }) => `save(momentId: "${momentId}")`, outcomes: withAnother },
  unsave: { call: ({ momentId }) => `unsave(momentId: "${momentId}")`, outcomes: withAnother },
  share: { call: ({ momentId }) => `share(momentId: "${momentId}")`, outcomes: withAnother },
  notInterested: { call: ({ momentId }) => `notInterested(momentId: "${momentId}")`, outcomes: withAnother },
  addComment: {
    call: ({ momentId }) => `addComment(input: { momentId: "${momentId}", text: "${randomUUID()}", ${key()} })`,
    outcomes: withAnother,
  },
  // Its writer and the moment's author; others may see it, so they are told that it is not theirs to delete.
  deleteComment: {
    call: async ({ commentId }) => `deleteComment(commentId: "${await commentId()}")`,
    outcomes: { ...withAnother, moderator: 'FORBIDDEN' },
  },
  likeComment: {
    call: async ({ commentId }) => `likeComment(commentId: "${await commentId()}")`,
    outcomes: withAnother,
  },
  unlikeComment: {
    call: async ({ commentId }) => `unlikeComment(commentId: "${await commentId()}")`,
    outcomes: withAnother,
  },
  pinComment: {
    call: async ({ commentId }) => `pinComment(commentId: "${await commentId()}")`,
    outcomes: of('FORBIDDEN', { self: 'done', blocked: 'NOT_FOUND' }),
  },
  unpinComment: {
    call: async ({ commentId }) => `unpinComment(commentId: "${await commentId()}")`,
    outcomes: of('FORBIDDEN', { self: 'done', blocked: 'NOT_FOUND' }),
  },
  report: {
    call: ({ momentId }) => `report(input: { subjectId: "${momentId}", reason: SPAM })`,
    outcomes: notOneself,
  },
  markNotificationsRead: { call: () => 'markNotificationsRead', outcomes: oneself },
  setNotificationSetting: {
    call: () => 'setNotificationSetting(kind: "MOMENT_LIKED", enabled: true)',
    outcomes: oneself,
  },

  startUpload: {
    call: () =>
      `startUpload(input: { purpose: PHOTO, fileName: "a.jpg", contentType: "image/jpeg", byteSize: 10, ${key()} })`,
    outcomes: oneself,
  },
  completeUpload: {
    call: async ({ uploadId }) => `completeUpload(input: { uploadId: "${await uploadId()}", parts: [] })`,
    outcomes: of('NOT_FOUND', { self: 'INVALID_INPUT' }),
  },
  abortUpload: { call: async ({ uploadId }) => `abortUpload(uploadId: "${await uploadId()}")`, outcomes: ownerOnly },
  createMoment: {
    call: async ({ uploadId }) => `createMoment(input: { uploadIds: ["${await uploadId()}"], caption: "", ${key()} })`,
    outcomes: of('NOT_FOUND', { self: 'INVALID_STATE' }),
  },
  updateMoment: {
    call: ({ momentId }) => `updateMoment(input: { momentId: "${momentId}", caption: "New words" })`,
    outcomes: ownerOnly,
  },
  deleteMoment: { call: ({ momentId }) => `deleteMoment(momentId: "${momentId}")`, outcomes: ownerOnly },
  appealModeration: {
    call: async ({ rejectedMomentId }) =>
      `appealModeration(momentId: "${await rejectedMomentId()}", text: "Look again, please")`,
    outcomes: ownerOnly,
  },
  recordViews: { call: () => 'recordViews(input: { events: [] })', outcomes: anybody('done') },

  // Signed in or not: whoever it was served to and may still see it.
  openProductCard: {
    call: async ({ momentId, productId, playbackToken }, as) =>
      `openProductCard(input: { momentId: "${momentId}", productId: "${productId}", ${key()},
        playbackToken: "${await playbackToken(as)}" })`,
    outcomes: { ...withAnother, anonymous: 'done' },
  },

  decideModeration: {
    call: async ({ caseId }) => `decideModeration(caseId: "${await caseId()}", approve: true)`,
    outcomes: of('FORBIDDEN', { moderator: 'done' }),
  },
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
  closeRewardDay: { call: () => `closeRewardDay(day: "2026-01-01", ${key()})`, outcomes: of('FORBIDDEN') },
  writeOffDebt: {
    call: () => `writeOffDebt(input: { accountId: "${nothing('acc')}", reason: "closed", ${key()} })`,
    outcomes: of('FORBIDDEN'),
  },
  assignDeposit: {
    call: () => `assignDeposit(input: { depositId: "${nothing('dep')}", payeeId: "${nothing('acc')}", ${key()} })`,
    outcomes: of('FORBIDDEN'),
  },
  // Whoever may ask is let ask; nobody here has what it takes.
  applyForMonetization: {
    call: () =>
      `applyForMonetization(input: { taxStatus: SELF_EMPLOYED, legalName: "Anna Berg", inn: "500100732259", ${key()} })`,
    outcomes: of('FEATURE_NOT_AVAILABLE'),
  },
  decideMonetization: {
    call: () => `decideMonetization(applicationId: "${nothing('map')}", approve: true)`,
    outcomes: of('FORBIDDEN'),
  },
  suspendMonetization: {
    call: () => `suspendMonetization(input: { accountId: "${nothing('acc')}", reason: "Bought views" })`,
    outcomes: of('FORBIDDEN'),
  },
  liftMonetization: {
    call: () => `liftMonetization(input: { accountId: "${nothing('acc')}", reason: "A mistake" })`,
    outcomes: of('FORBIDDEN'),
  },
  // Whoever may ask is let ask; nobody here has said as whom they are taxed.
  setPayoutMethod: {
    call: () => 'setPayoutMethod(input: { bic: "049805746", accountNumber: "40602810700000000025" })',
    outcomes: oneself,
  },
  requestPayout: { call: () => `requestPayout(input: { ${key()} })`, outcomes: of('NOT_ELIGIBLE') },
  attachReceipt: {
    call: () => `attachReceipt(payoutId: "${nothing('pay')}", url: "https://lknpd.nalog.ru/")`,
    outcomes: of('NOT_FOUND'),
  },
  cancelReceipt: { call: () => `cancelReceipt(payoutId: "${nothing('pay')}")`, outcomes: of('NOT_FOUND') },
  approvePayout: { call: () => `approvePayout(payoutId: "${nothing('pay')}")`, outcomes: of('FORBIDDEN') },
  rejectPayout: {
    call: () => `rejectPayout(input: { payoutId: "${nothing('pay')}", reason: "The name differs" })`,
    outcomes: of('FORBIDDEN'),
  },
  holdPayouts: { call: () => `holdPayouts(accountId: "${nothing('acc')}")`, outcomes: of('FORBIDDEN') },
  liftPayoutHold: { call: () => `liftPayoutHold(accountId: "${nothing('acc')}")`, outcomes: of('FORBIDDEN') },
  createPayoutBatch: { call: () => `createPayoutBatch(${key()})`, outcomes: of('FORBIDDEN') },
  approvePayoutBatch: { call: () => `approvePayoutBatch(batchId: "${nothing('pyb')}")`, outcomes: of('FORBIDDEN') },
  publishRewardPolicy: {
    call: () => `publishRewardPolicy(rules: {}, effectiveFrom: "2030-01-01", ${key()})`,
    outcomes: of('FORBIDDEN'),
  },
  createFund: {
    call: () => `createFund(input: { name: "A fund", purpose: "NEWCOMERS", ${key()} })`,
    outcomes: of('FORBIDDEN'),
  },
  addToFund: {
    call: () =>
      `addToFund(input: { fundId: "${nothing('fnd')}", amount: { amount: "1.00", currency: "RUB" }, ${key()} })`,
    outcomes: of('FORBIDDEN'),
  },
  openFundPeriod: {
    call: () =>
      `openFundPeriod(input: { fundId: "${nothing('fnd')}", from: "2030-01-01", to: "2030-01-31",
        pool: { amount: "1.00", currency: "RUB" }, rules: {}, ${key()} })`,
    outcomes: of('FORBIDDEN'),
  },
  closeFundPeriod: { call: () => `closeFundPeriod(periodId: "${nothing('fpd')}")`, outcomes: of('FORBIDDEN') },
  cancelFundPeriod: { call: () => `cancelFundPeriod(periodId: "${nothing('fpd')}")`, outcomes: of('FORBIDDEN') },
  setFeatureRollout: {
    call: () => 'setFeatureRollout(feature: MOMENTS, regions: [], percent: 100)',
    outcomes: of('FORBIDDEN'),
  },
};

/** Mutations that answer without a payload: what they refuse is told as an error of the operation. */
const scalars = new Set([
  'signOut',
  'revokeSession',
  'deleteAccount',
  'report',
  'markNotificationsRead',
  'decideModeration',
  'setFeatureRollout',
  'closeRewardDay',
]);

/** Mutations that answer with the thing itself: they refuse in the same way. */
const plain: Readonly<Record<string, string>> = {
  publishRewardPolicy: '{ version }',
  createPayoutBatch: '{ id }',
  approvePayoutBatch: '{ id }',
};

let gateway: TestGateway;
let database: Database;
const people = {} as Record<Exclude<Actor, 'anonymous'>, Person>;

beforeAll(async () => {
  gateway = await startGateway();
  database = gateway.app.get(Database);
  await openFeature({ database }, 'MOMENTS');
  await openFeature({ database }, 'CREATOR_ORDERS');
});
afterAll(() => gateway.close());

beforeEach(async () => {
  people.self = await aPerson(gateway);
  people.subscriber = await aPerson(gateway);
  people.blocked = await aPerson(gateway);
  people.moderator = await aPerson(gateway, { roles: ['MODERATOR'] });
  const [self, subscriber, blocked] = [people.self, people.subscriber, people.blocked].map((one) => one.accountId);
  await aFollow({ database }, { followerId: subscriber!, followeeId: self! });
  await aBlock({ database }, { blockerId: self!, blockedId: blocked! });
});

/** Sends a mutation as one of them; `done`, or the code with which it was refused, wherever that is told. */
async function outcomeOf(mutation: string, as: Actor): Promise<string> {
  const name = /^\w+/.exec(mutation)![0];
  const selection = scalars.has(name) ? '' : (plain[name] ?? '{ userErrors { code } }');
  const token = as === 'anonymous' ? undefined : people[as].token;
  const { data, errors } = await gateway.query<{ answer: { userErrors?: { code: string }[] } | null }>(
    `mutation { answer: ${mutation} ${selection} }`,
    {},
    { token },
  );
  const refusal = errors?.[0]?.extensions?.code ?? errors?.[0]?.message;
  return refusal ?? data?.answer?.userErrors?.[0]?.code ?? 'done';
}

async function sceneOf(self: Person): Promise<Scene> {
  const shown = await aPublishedMoment({ database }, { authorId: self.accountId });
  const momentId = toGlobalId('moment', shown);
  const productId = await aProduct({ database });
  await aProductCard({ database }, { momentId: shown, productId });
  const send = async <Data>(document: string, { token }: Person): Promise<Data> =>
    (await gateway.query<Data>(document, {}, { token })).data!;
  const caseId = async (): Promise<string> => {
    await send(`mutation { report(input: { subjectId: "${momentId}", reason: SPAM }) }`, people.subscriber);
    const { operator } = await send<{
      operator: { moderationQueue: { edges: { node: { id: string; subject: { id: string } } }[] } };
    }>('{ operator { moderationQueue(first: 50) { edges { node { id subject { id } } } } } }', people.moderator);
    return operator.moderationQueue.edges.find(({ node }) => node.subject.id === momentId)!.node.id;
  };
  return {
    profileId: self.profileId,
    momentId,
    productId: toGlobalId('product', productId),
    playbackToken: async (viewer) => {
      const viewerId = viewer === 'anonymous' ? undefined : people[viewer].accountId;
      const serving = { viewerId, feedSessionId: newId<'feedSession'>(), surface: 'FOR_YOU', promoted: false } as const;
      return (await gateway.app.get(PlaybackTokens).issue(serving, [shown]))[0]!;
    },
    caseId,
    commentId: async () => {
      const { addComment } = await send<{ addComment: { comment: { id: string } } }>(
        `mutation { addComment(input: { momentId: "${momentId}", text: "${randomUUID()}", ${key()} }) { comment { id } } }`,
        people.subscriber,
      );
      return addComment.comment.id;
    },
    rejectedMomentId: async () => {
      await send(
        `mutation { decideModeration(caseId: "${await caseId()}", approve: false, reason: SPAM, message: "Spam") }`,
        people.moderator,
      );
      return momentId;
    },
    uploadId: async () => {
      const input = `purpose: PHOTO, fileName: "a.jpg", contentType: "image/jpeg", byteSize: 10, ${key()}`;
      const { startUpload } = await send<{ startUpload: { upload: { id: string } } }>(
        `mutation { startUpload(input: { ${input} }) { upload { id } } }`,
        self,
      );
      return startUpload.upload.id;
    },
  };
}

describe('who may do what', () => {
  it('is said for every mutation that there is', async () => {
    const { data } = await gateway.query<{ __schema: { mutationType: { fields: { name: string }[] } } }>(
      '{ __schema { mutationType { fields { name } } } }',
    );
    const mutations = data!.__schema.mutationType.fields.map(({ name }) => name);
    expect(Object.keys(rows).toSorted()).toEqual(mutations.toSorted());
  });

  it.each(Object.keys(rows))('%s', async (name) => {
    const { call, outcomes } = rows[name]!;
    const found: Partial<Outcomes> = {};
    for (const actor of actors) {
      // Each of them comes to a scene that nobody has touched.
      found[actor] = await outcomeOf(await call(await sceneOf(people.self), actor), actor);
    }
    expect(found).toEqual(outcomes);
  });
});
