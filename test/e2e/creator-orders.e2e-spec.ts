import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { accountOf, fromGlobalId, SystemClock, toGlobalId } from '@moments/kernel';
import { addresses, LedgerService } from '@moments/ledger';
import { Database } from '@moments/platform';
import { aProduct, aSeller } from '@moments/testing/catalog';
import { openFeature } from '@moments/testing/identity';
import { rub, transfer } from '@moments/testing/ledger';
import { aBlock } from '@moments/testing/social';
import { randomBytes, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { DataSource } from 'typeorm';
import { signUp, uploadFile, whenProcessed } from '../../tools/client/journey.js';
import { startProduct, type TestProduct } from '../support/product.js';

jest.setTimeout(180_000);

type Someone = Awaited<ReturnType<typeof signUp>>;

interface Refusal {
  code: string;
  reason: string;
  field: string[] | null;
}

interface Payload {
  userErrors: Refusal[];
  campaign?: { id: string; status: string; escrow: { amount: string } } | null;
  engagement?: Engagement | null;
  moment?: { id: string } | null;
}

interface Engagement {
  id: string;
  status: string;
  revisionsLeft: number;
  moment: { id: string; status: string } | null;
  submissions: { round: number; decision: string | null; comment: string | null }[];
  dispute: {
    reason: string;
    toCreator: { amount: string } | null;
    statements: { side: string; text: string; attachments: string[] }[];
  } | null;
  ratings: { side: string; stars: number }[];
}

const engagementFields = `id status revisionsLeft moment { id status } submissions { round decision comment }
  dispute { reason toCreator { amount } statements { side text attachments } } ratings { side stars }`;

let product: TestProduct;
let source: DataSource;
let database: Database;
let seller: Someone;
let creator: Someone;
let stranger: Someone;
let productId: string;

beforeAll(async () => {
  product = await startProduct();
  source = await new DataSource({ type: 'postgres', url: product.databaseUrl }).initialize();
  database = new Database(source);
  await openFeature({ database }, 'CREATOR_ORDERS');
  [seller, creator, stranger] = [await person('Shop'), await person('Ada'), await person('Bob')];
  const accountId = accountOf(fromGlobalId('profile', seller.profileId)!);
  const sellerId = await aSeller({ database }, { name: 'A shop', members: [{ accountId }] });
  productId = toGlobalId('product', await aProduct({ database }, { sellerId }));
  const wallet = addresses.sellerWallet(sellerId);
  const deposit = { ...transfer(addresses.bank, wallet, rub('2899.99')), kind: 'deposit' };
  await new LedgerService(database, new SystemClock()).postAlone(deposit);
}, 120_000);

afterAll(async () => {
  await source.destroy();
  await product.close();
  // The store is everybody's and outlives this file: connections to it that are kept alive go after some idle seconds.
  const open = () => process.getActiveResourcesInfo().includes('TCPSocketWrap');
  for (let waitedMs = 0; open() && waitedMs < 10_000; waitedMs += 100) await sleep(100);
}, 60_000);

async function person(displayName: string): Promise<Someone> {
  const unique = randomBytes(6).toString('hex');
  const password = randomBytes(12).toString('base64url');
  return signUp(product.client, {
    ...{ email: `${unique}@example.com`, password, handle: `h${unique}`, displayName, region: 'RU' },
  });
}

/** Sends one mutation; `selection` of what it made. */
async function mutate(by: Someone, call: string, selection: string): Promise<Payload> {
  const document = `mutation { answer: ${call} { ${selection} userErrors { code reason field } } }`;
  return (await by.client.send<{ answer: Payload }>(document)).answer;
}
const key = (value: string = randomUUID()) => `idempotencyKey: "${value}"`;
const onEngagement = (by: Someone, call: string) => mutate(by, call, `engagement { ${engagementFields} }`);

/** An order of the shop, published unless told. */
async function anOrder(reward: string): Promise<Payload> {
  const deadline = new Date(Date.now() + 86_400_000).toISOString();
  const created = await mutate(
    seller,
    `createCreatorOrder(input: { title: "A film", brief: "Show it.", productIds: ["${productId}"],
      reward: { amount: "${reward}", currency: "RUB" }, deadline: "${deadline}", admission: FIRST_COME,
      keepPublishedDays: 1, erid: "Kra23f9vyQ", ${key()} })`,
    'campaign { id status }',
  );
  expect(created.userErrors).toEqual([]);
  return mutate(
    seller,
    `publishCampaign(campaignId: "${created.campaign!.id}", ${key()})`,
    'campaign { id status escrow { amount } }',
  );
}

async function aPhoto(by: Someone): Promise<string> {
  const path = join(product.folder, `${randomBytes(4).toString('hex')}.jpg`);
  const picture = sharp({ create: { width: 720, height: 1_280, channels: 3, background: '#248' } });
  await writeFile(path, await picture.jpeg().toBuffer());
  return uploadFile(by.client, { path, purpose: 'PHOTO', contentType: 'image/jpeg' });
}

const momentFor = async (by: Someone, orderId: string, tags: string) =>
  mutate(
    by,
    `createMoment(input: { uploadIds: ["${await aPhoto(by)}"], caption: "", productTags: ${tags},
      submissionToCampaignId: "${orderId}", ${key()} })`,
    'moment { id }',
  );

const seen = async (by: Pick<Someone, 'client'>, momentId: string) =>
  (
    await by.client.send<{ moment: { status: string; disclosure: object | null } | null }>(
      `{ moment(id: "${momentId}") { status disclosure { advertiser erid } } }`,
    )
  ).moment;

/** What the clock would do later is done now: the instants that are waited for are put behind us. */
async function timePasses(engagementId: string): Promise<void> {
  const id = fromGlobalId('engagement', engagementId);
  await database.transaction(async (tx) => {
    await tx.query(`update engagements set payable_at = now() - interval '1 second' where id = $1`, [id]);
    await tx.query(`select graphile_worker.add_job('advance-engagements', '{}')`);
  });
}

async function untilStatus(by: Someone, engagementId: string, status: string): Promise<Engagement> {
  for (const giveUpAt = Date.now() + 30_000; ;) {
    const { node } = await by.client.send<{ node: Engagement }>(
      `{ node(id: "${engagementId}") { ... on Engagement { ${engagementFields} } } }`,
    );
    if (node.status === status) return node;
    if (Date.now() > giveUpAt) throw new Error(`it is ${node.status} and not ${status}`);
    await sleep(200);
  }
}

describe('an order over HTTP', () => {
  let orderId: string;
  let engagementId: string;
  let momentId: string;

  it('is not published with a wallet that is one kopeck short', async () => {
    const { campaign, userErrors } = await anOrder('2900.00');
    expect(campaign).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INSUFFICIENT_FUNDS' }]);
  });

  it('is published, taken, and a moment is made for it that carries the card and the label', async () => {
    const published = await anOrder('900.00');
    expect(published).toMatchObject({ userErrors: [], campaign: { status: 'OPEN', escrow: { amount: '900.00' } } });
    orderId = published.campaign!.id;
    const taken = await onEngagement(creator, `takeOrder(orderId: "${orderId}", ${key()})`);
    expect(taken).toMatchObject({ userErrors: [], engagement: { status: 'ACCEPTED' } });
    engagementId = taken.engagement!.id;

    expect((await momentFor(creator, orderId, '[]')).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', reason: 'moment_lacks_cards', field: ['productTags'] },
    ]);
    const tags = `[{ productId: "${productId}" }]`;
    expect((await momentFor(stranger, orderId, tags)).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['submissionToCampaignId'] },
    ]);
    const made = await momentFor(creator, orderId, tags);
    expect(made.userErrors).toEqual([]);
    momentId = made.moment!.id;
    await whenProcessed(creator.client, momentId, { pollMs: 200 });
    expect(await seen(creator, momentId)).toEqual({
      status: 'DRAFT',
      disclosure: { advertiser: 'A shop', erid: 'Kra23f9vyQ' },
    });
  });

  it('is seen by the seller once it is handed in, and by nobody else before it is approved', async () => {
    expect(await seen(seller, momentId)).toBeNull();
    const submit = `submitWork(engagementId: "${engagementId}", momentId: "${momentId}", ${key('submit')})`;
    expect((await onEngagement(stranger, submit)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await onEngagement(creator, submit)).toMatchObject({ userErrors: [], engagement: { status: 'SUBMITTED' } });
    expect(await onEngagement(creator, submit)).toMatchObject({ userErrors: [], engagement: { status: 'SUBMITTED' } });
    const other = `submitWork(engagementId: "${engagementId}", momentId: "mom_${'0'.repeat(32)}", ${key('submit')})`;
    expect((await onEngagement(creator, other)).userErrors).toMatchObject([{ code: 'IDEMPOTENCY_CONFLICT' }]);
    expect(await seen(seller, momentId)).toMatchObject({ status: 'DRAFT' });
    expect(await seen(stranger, momentId)).toBeNull();
    expect(await seen(product, momentId)).toBeNull();
  });

  it('is changed as the seller asks in writing, and published once the seller approves', async () => {
    const review = (answer: string) =>
      onEngagement(seller, `reviewWork(engagementId: "${engagementId}", ${answer}, ${key()})`);
    expect((await review('approve: false')).userErrors).toMatchObject([{ reason: 'review_comment_required' }]);
    expect(await review('approve: false, comment: "Brighter, please."')).toMatchObject({
      engagement: { status: 'REVISION_REQUESTED', revisionsLeft: 1 },
    });
    await onEngagement(creator, `submitWork(engagementId: "${engagementId}", momentId: "${momentId}", ${key()})`);
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
    expect(await seen(product, momentId)).toMatchObject({ disclosure: { advertiser: 'A shop' } });
  });

  it('is paid when the moment has stayed, and then both may say what it was like', async () => {
    await timePasses(engagementId);
    expect(await untilStatus(creator, engagementId, 'PAID')).toMatchObject({ ratings: [] });
    const rate = (by: Someone, stars: number) =>
      onEngagement(by, `rateEngagement(engagementId: "${engagementId}", stars: ${stars})`);
    expect((await rate(seller, 6)).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect((await rate(seller, 5)).engagement?.ratings).toEqual([]);
    expect((await rate(creator, 4)).engagement?.ratings).toEqual([
      { side: 'CREATOR', stars: 4 },
      { side: 'SELLER', stars: 5 },
    ]);
    const submit = `submitWork(engagementId: "${engagementId}", momentId: "${momentId}", ${key()})`;
    expect((await onEngagement(creator, submit)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
    const said = await onEngagement(creator, `askInEngagement(engagementId: "${engagementId}", text: "Bye", ${key()})`);
    expect(said.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('shows its seller, and nobody else, what it has brought', async () => {
    const analytics = async (by: Someone) => {
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
    const again = await anOrder('900.00');
    const taken = await onEngagement(creator, `takeOrder(orderId: "${again.campaign!.id}", ${key()})`);
    const disputed = taken.engagement!.id;
    const made = await momentFor(creator, again.campaign!.id, `[{ productId: "${productId}" }]`);
    await whenProcessed(creator.client, made.moment!.id, { pollMs: 200 });
    await onEngagement(creator, `submitWork(engagementId: "${disputed}", momentId: "${made.moment!.id}", ${key()})`);
    await onEngagement(seller, `openDispute(engagementId: "${disputed}", reason: "Not our scarf.")`);
    const photo = await aPhoto(creator);
    const state = (uploadId: string) =>
      onEngagement(
        creator,
        `stateCase(engagementId: "${disputed}", text: "It is.", uploadIds: ["${uploadId}"], ${key()})`,
      );
    expect((await state(await aPhoto(stranger))).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['uploadIds', '0'] },
    ]);
    const [statement] = (await state(photo)).engagement!.dispute!.statements;
    expect(statement).toMatchObject({ side: 'CREATOR', text: 'It is.' });
    const attachment = await fetch(statement!.attachments[0]!);
    expect([attachment.status, (await attachment.arrayBuffer()).byteLength > 100]).toEqual([200, true]);
    expect((await state(photo)).userErrors).toMatchObject([{ reason: 'upload_already_used' }]);

    const operator = await person('Operator');
    const resolve = (by: Someone, amount: string) =>
      onEngagement(
        by,
        `resolveDispute(engagementId: "${disputed}", toCreator: { amount: "${amount}", currency: "RUB" },
          resolution: "Both are a little right.", ${key()})`,
      );
    expect((await resolve(seller, '1.00')).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    await database.transaction((tx) =>
      tx.query(`insert into role_grants (account_id, role, granted_at) values ($1, 'OPERATOR', now())`, [
        accountOf(fromGlobalId('profile', operator.profileId)!),
      ]),
    );
    const [blockerId, blockedId] = [seller, operator].map(({ profileId }) =>
      accountOf(fromGlobalId('profile', profileId)!),
    );
    await aBlock({ database }, { blockerId: blockerId!, blockedId: blockedId! });
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
    const elsewhere = await onEngagement(
      creator,
      `takeOrder(orderId: "${(await anOrder('1.00')).campaign!.id}", ${key()})`,
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
    const again = await anOrder('900.00');
    const taken = await onEngagement(creator, `takeOrder(orderId: "${again.campaign!.id}", ${key()})`);
    const submit = `submitWork(engagementId: "${taken.engagement!.id}", momentId: "${momentId}", ${key()})`;
    expect((await onEngagement(creator, submit)).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', reason: 'moment_not_for_order', field: ['momentId'] },
    ]);
    const dispute = `openDispute(engagementId: "${taken.engagement!.id}", reason: "Why not.")`;
    expect((await onEngagement(creator, dispute)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
    const cancel = `cancelEngagement(engagementId: "${taken.engagement!.id}", ${key()})`;
    expect(await onEngagement(creator, cancel)).toMatchObject({ userErrors: [], engagement: { status: 'CANCELLED' } });
  });
});
