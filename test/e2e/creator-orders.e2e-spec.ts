import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountOf, fromGlobalId } from '@moments/kernel';
import { aBlock } from '@moments/testing/social';
import { type SignedIn, whenProcessed } from '../../tools/client/journey.js';
import { type Engagement, engagementFields, key, OrdersClient } from '../support/creator-orders.js';
import { startProduct, type TestProduct } from '../support/product.js';

let product: TestProduct;
let orders: OrdersClient;
let seller: SignedIn;
let creator: SignedIn;
let stranger: SignedIn;

beforeAll(async () => {
  product = await startProduct();
  orders = await OrdersClient.open(product);
  ({ seller } = orders);
  [creator, stranger] = [await product.aPerson('Ada'), await product.aPerson('Bob')];
});

afterAll(async () => {
  await orders.close();
  await product.close();
});

describe('an order over HTTP', () => {
  let orderId: string;
  let engagementId: string;
  let momentId: string;

  it('is not published with a wallet that is one kopeck short', async () => {
    const { campaign, userErrors } = await orders.anOrder('2900.00');
    expect(campaign).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INSUFFICIENT_FUNDS' }]);
  });

  it('is published, taken, and a moment is made for it that carries the card and the label', async () => {
    const published = await orders.anOrder('900.00');
    expect(published).toMatchObject({ userErrors: [], campaign: { status: 'OPEN', escrow: { amount: '900.00' } } });
    orderId = published.campaign!.id;
    const taken = await orders.onEngagement(creator, `takeOrder(orderId: "${orderId}", ${key()})`);
    expect(taken).toMatchObject({ userErrors: [], engagement: { status: 'ACCEPTED' } });
    engagementId = taken.engagement!.id;

    expect((await orders.momentFor(creator, orderId, '[]')).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', reason: 'moment_lacks_cards', field: ['productTags'] },
    ]);
    const tags = `[{ productId: "${orders.productId}" }]`;
    expect((await orders.momentFor(stranger, orderId, tags)).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['submissionToCampaignId'] },
    ]);
    const made = await orders.momentFor(creator, orderId, tags);
    expect(made.userErrors).toEqual([]);
    momentId = made.moment!.id;
    await whenProcessed(creator.client, momentId, { pollMs: 200 });
    expect(await orders.seen(creator, momentId)).toEqual({
      status: 'DRAFT',
      disclosure: { advertiser: 'A shop', erid: 'Kra23f9vyQ' },
    });
  });

  it('is seen by the seller once it is handed in, and by nobody else before it is approved', async () => {
    expect(await orders.seen(seller, momentId)).toBeNull();
    const submit = `submitWork(engagementId: "${engagementId}", momentId: "${momentId}", ${key('submit')})`;
    expect((await orders.onEngagement(stranger, submit)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await orders.onEngagement(creator, submit)).toMatchObject({
      userErrors: [],
      engagement: { status: 'SUBMITTED' },
    });
    expect(await orders.onEngagement(creator, submit)).toMatchObject({
      userErrors: [],
      engagement: { status: 'SUBMITTED' },
    });
    const other = `submitWork(engagementId: "${engagementId}", momentId: "mom_${'0'.repeat(32)}", ${key('submit')})`;
    expect((await orders.onEngagement(creator, other)).userErrors).toMatchObject([{ code: 'IDEMPOTENCY_CONFLICT' }]);
    expect(await orders.seen(seller, momentId)).toMatchObject({ status: 'DRAFT' });
    expect(await orders.seen(stranger, momentId)).toBeNull();
    expect(await orders.seen(product, momentId)).toBeNull();
  });

  it('is changed as the seller asks in writing, and published once the seller approves', async () => {
    const review = (answer: string) =>
      orders.onEngagement(seller, `reviewWork(engagementId: "${engagementId}", ${answer}, ${key()})`);
    expect((await review('approve: false')).userErrors).toMatchObject([{ reason: 'review_comment_required' }]);
    expect(await review('approve: false, comment: "Brighter, please."')).toMatchObject({
      engagement: { status: 'REVISION_REQUESTED', revisionsLeft: 1 },
    });
    await orders.onEngagement(
      creator,
      `submitWork(engagementId: "${engagementId}", momentId: "${momentId}", ${key()})`,
    );
    expect(await review('approve: true')).toMatchObject({
      userErrors: [],
      engagement: {
        status: 'APPROVED',
        moment: { id: momentId, status: 'PUBLISHED' },
        submissions: [
          { round: 1, decision: 'CHANGES', comment: 'Brighter, please.' },
          { round: 2, decision: 'APPROVED', comment: null },
        ],
      },
    });
    expect(await orders.seen(product, momentId)).toMatchObject({ disclosure: { advertiser: 'A shop' } });
  });

  it('is paid when the moment has stayed, and then both may say what it was like', async () => {
    await orders.timePasses(engagementId);
    expect(await orders.untilStatus(creator, engagementId, 'PAID')).toMatchObject({ ratings: [] });
    const rate = (by: SignedIn, stars: number) =>
      orders.onEngagement(by, `rateEngagement(engagementId: "${engagementId}", stars: ${stars})`);
    expect((await rate(seller, 6)).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect((await rate(seller, 5)).engagement?.ratings).toEqual([]);
    expect((await rate(creator, 4)).engagement?.ratings).toEqual([
      { side: 'CREATOR', stars: 4 },
      { side: 'SELLER', stars: 5 },
    ]);
    const submit = `submitWork(engagementId: "${engagementId}", momentId: "${momentId}", ${key()})`;
    expect((await orders.onEngagement(creator, submit)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
    const said = await orders.onEngagement(
      creator,
      `askInEngagement(engagementId: "${engagementId}", text: "Bye", ${key()})`,
    );
    expect(said.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('shows its seller, and nobody else, what it has brought', async () => {
    const analytics = async (by: SignedIn) => {
      const { campaign } = await by.client.send<{ campaign: { analytics: object | null } }>(
        `{ campaign(id: "${orderId}") { ... on CreatorOrder { analytics {
          views qualifiedViews cardOpens purchases revenue { amount } cost { amount } costPerPurchase { amount } } } } }`,
      );
      return campaign.analytics;
    };
    expect(await analytics(seller)).toMatchObject({ purchases: 0, cost: { amount: '900.00' }, costPerPurchase: null });
    expect([await analytics(creator), await analytics(stranger)]).toEqual([null, null]);
  });

  it('in dispute is seen by operators, whose split is what both sides get', async () => {
    const again = await orders.anOrder('900.00');
    const taken = await orders.onEngagement(creator, `takeOrder(orderId: "${again.campaign!.id}", ${key()})`);
    const disputed = taken.engagement!.id;
    const made = await orders.momentFor(creator, again.campaign!.id, `[{ productId: "${orders.productId}" }]`);
    await whenProcessed(creator.client, made.moment!.id, { pollMs: 200 });
    await orders.onEngagement(
      creator,
      `submitWork(engagementId: "${disputed}", momentId: "${made.moment!.id}", ${key()})`,
    );
    await orders.onEngagement(seller, `openDispute(engagementId: "${disputed}", reason: "Not our scarf.")`);
    const photo = await orders.aPhoto(creator);
    const state = (uploadId: string) =>
      orders.onEngagement(
        creator,
        `stateCase(engagementId: "${disputed}", text: "It is.", uploadIds: ["${uploadId}"], ${key()})`,
      );
    expect((await state(await orders.aPhoto(stranger))).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['uploadIds', '0'] },
    ]);
    const [statement] = (await state(photo)).engagement!.dispute!.statements;
    expect(statement).toMatchObject({ side: 'CREATOR', text: 'It is.' });
    const attachment = await fetch(statement!.attachments[0]!);
    expect([attachment.status, (await attachment.arrayBuffer()).byteLength > 100]).toEqual([200, true]);
    expect((await state(photo)).userErrors).toMatchObject([{ reason: 'upload_already_used' }]);

    const operator = await product.aPerson('Operator');
    const resolve = (by: SignedIn, amount: string) =>
      orders.onEngagement(
        by,
        `resolveDispute(engagementId: "${disputed}", toCreator: { amount: "${amount}", currency: "RUB" },
          resolution: "Both are a little right.", ${key()})`,
      );
    expect((await resolve(seller, '1.00')).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    await orders.database.transaction((tx) =>
      tx.query(`insert into role_grants (account_id, role, granted_at) values ($1, 'OPERATOR', now())`, [
        accountOf(fromGlobalId('profile', operator.profileId)!),
      ]),
    );
    const [blockerId, blockedId] = [seller, operator].map(({ profileId }) =>
      accountOf(fromGlobalId('profile', profileId)!),
    );
    await aBlock(orders, { blockerId: blockerId!, blockedId: blockedId! });
    const { operator: console } = await operator.client.send<{
      operator: { openDisputes: { edges: { node: Engagement & { order: object } }[] } };
    }>(`{ operator { openDisputes { edges { node { order { id title } ${engagementFields} } } } } }`);
    expect(console.openDisputes.edges).toMatchObject([
      { node: { id: disputed, order: { title: 'A film' }, dispute: { reason: 'Not our scarf.' } } },
    ]);
    const asked = `{ node(id: "${disputed}") { ... on Engagement { id status order { title } dispute { reason } } } }`;
    expect(await operator.client.send(asked)).toEqual({
      node: { id: disputed, status: 'DISPUTED', order: { title: 'A film' }, dispute: { reason: 'Not our scarf.' } },
    });
    expect(await stranger.client.send(asked)).toEqual({ node: null });
    const elsewhere = await orders.onEngagement(
      creator,
      `takeOrder(orderId: "${(await orders.anOrder('1.00')).campaign!.id}", ${key()})`,
    );
    const undisputed = `{ node(id: "${elsewhere.engagement!.id}") { id } }`;
    expect(await creator.client.send(undisputed)).toEqual({ node: { id: elsewhere.engagement!.id } });
    expect(await operator.client.send(undisputed)).toEqual({ node: null });
    expect((await resolve(operator, '900.01')).userErrors).toMatchObject([{ reason: 'split_exceeds_reward' }]);
    expect(await resolve(operator, '333.33')).toMatchObject({
      userErrors: [],
      engagement: { status: 'PAID', dispute: { toCreator: { amount: '333.33' } } },
    });
  });

  it('refuses a moment that was the work for another order', async () => {
    const again = await orders.anOrder('900.00');
    const taken = await orders.onEngagement(creator, `takeOrder(orderId: "${again.campaign!.id}", ${key()})`);
    const submit = `submitWork(engagementId: "${taken.engagement!.id}", momentId: "${momentId}", ${key()})`;
    expect((await orders.onEngagement(creator, submit)).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', reason: 'moment_not_for_order', field: ['momentId'] },
    ]);
    const dispute = `openDispute(engagementId: "${taken.engagement!.id}", reason: "Why not.")`;
    expect((await orders.onEngagement(creator, dispute)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
    const cancel = `cancelEngagement(engagementId: "${taken.engagement!.id}", ${key()})`;
    expect(await orders.onEngagement(creator, cancel)).toMatchObject({
      userErrors: [],
      engagement: { status: 'CANCELLED' },
    });
  });
});
