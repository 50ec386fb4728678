import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type SellerId, toGlobalId } from '@moments/kernel';
import { addresses, LedgerService } from '@moments/ledger';
import { Database } from '@moments/platform';
import { aProduct, aSeller } from '@moments/testing/catalog';
import { openFeature } from '@moments/testing/identity';
import { rub } from '@moments/testing/ledger';
import { aBlock } from '@moments/testing/social';
import { randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';
import { ownStatementsOf } from '../support/statements.js';

let gateway: TestGateway;
let database: Database;
let member: Person;
let sellerId: SellerId;
let productId: string;

beforeAll(async () => {
  gateway = await startGateway();
  ({ database } = gateway);
  await openFeature({ database }, 'CREATOR_ORDERS');
  member = await aPerson(gateway);
  sellerId = await aSeller({ database }, { name: 'Lamps and Co', members: [{ accountId: member.accountId }] });
  productId = toGlobalId('product', await aProduct({ database }, { sellerId, title: 'A lamp' }));
  const postings = [{ from: addresses.bank, to: addresses.sellerWallet(sellerId), amount: rub('10000.00') }];
  const deposit = { key: `test:${newId()}`, kind: 'deposit', reference: 'test', postings };
  await gateway.app.get(LedgerService).postAlone(deposit);
});
afterAll(() => gateway.close());

async function ask<Data>(who: Person | undefined, document: string, variables: object = {}, language = 'en') {
  const headers = { 'accept-language': language };
  const { data, errors } = await gateway.query<Data>(document, { ...variables }, { token: who?.token, headers });
  expect(errors).toBeUndefined();
  return data!;
}

interface Answer {
  answer: {
    campaign?: {
      id: string;
      status: string;
      escrow: { amount: string };
      placesTaken: number;
      termsVersion: number;
    } | null;
    engagement?: { id: string; status: string } | null;
    userErrors: { code: string; reason: string; message: string; field: string[] | null }[];
  };
}

const errors = 'userErrors { code reason message field }';
const order = `campaign { id status escrow { amount } ... on CreatorOrder { placesTaken termsVersion } } ${errors}`;
const key = () => `idempotencyKey: "${randomUUID()}"`;
const inDays = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();

const draft = (more: object = {}) => ({
  ...{ title: 'A film', brief: 'Show the lamp.', productIds: [productId], admission: 'FIRST_COME' },
  ...{ reward: { amount: '100.00', currency: 'RUB' }, places: 2, deadline: inDays(10), ...more },
});
const create = async (input: object, language?: string) =>
  (
    await ask<Answer>(
      member,
      `mutation ($input: CreateCreatorOrderInput!) { answer: createCreatorOrder(input: $input) { ${order} } }`,
      { input: { idempotencyKey: randomUUID(), ...input } },
      language,
    )
  ).answer;
const publish = async (id: string) =>
  (await ask<Answer>(member, `mutation { answer: publishCampaign(campaignId: "${id}", ${key()}) { ${order} } }`))
    .answer;
const published = async (more: object = {}): Promise<string> => {
  const { id } = (await create(draft(more))).campaign!;
  await publish(id);
  return id;
};
const take = async (who: Person, id: string, more = '') =>
  (
    await ask<Answer>(
      who,
      `mutation { answer: takeOrder(orderId: "${id}", ${more} ${key()}) { engagement { id status } ${errors} } }`,
    )
  ).answer;

interface Listed {
  campaigns: { edges: { node: { id: string; eligibility: { item: string; met: boolean | null }[] } }[] };
}
const listed = (who: Person | undefined, filter: string) =>
  ask<Listed>(
    who,
    `{ campaigns(first: 50, filter: { ${filter} }) { edges { node { id ... on CreatorOrder { eligibility } } } } }`,
  );

describe('an order', () => {
  it('is drafted, published into escrow, found, taken and talked about', async () => {
    const { campaign, userErrors } = await create(draft({ minFollowers: 0, erid: '2VtzqvVdgpR' }));
    expect(userErrors).toEqual([]);
    expect(campaign).toMatchObject({ status: 'DRAFT', escrow: { amount: '0.00' } });
    const { id } = campaign!;
    expect((await publish(id)).campaign).toMatchObject({ status: 'OPEN', escrow: { amount: '200.00' } });

    const creator = await aPerson(gateway);
    const found = (await listed(creator, 'kind: CREATOR_ORDER, eligibleForMe: true')).campaigns.edges;
    const eligibility = [{ item: 'followers', required: 0, current: 0, met: true }];
    expect(found.find(({ node }) => node.id === id)?.node).toEqual({ id, eligibility });

    const { engagement } = await take(creator, id, 'message: "I have a lamp.",');
    expect(engagement?.status).toBe('ACCEPTED');
    const say = (who: Person, text: string) =>
      ask<Answer>(
        who,
        `mutation { answer: askInEngagement(engagementId: "${engagement?.id}", text: "${text}", ${key()}) { ${errors} } }`,
      );
    await say(creator, 'By day?');
    await say(member, 'By night.');

    const parts = `id kind status title owner { id } seller { name } products { title } reward { amount currency } erid
      placesTaken places admission keepPublishedDays engagements { edges { node { id } } } myEngagement { id status message
        revisionsLeft dueAt order { id } creator { id } messages { edges { node { side text author { id } } } } }`;
    const { node } = await ask<{ node: object }>(creator, `{ node(id: "${id}") { ... on CreatorOrder { ${parts} } } }`);
    expect(node).toMatchObject({
      ...{
        id,
        kind: 'CREATOR_ORDER',
        status: 'OPEN',
        owner: { id: member.profileId },
        seller: { name: 'Lamps and Co' },
      },
      ...{ products: [{ title: 'A lamp' }], reward: { amount: '100.00', currency: 'RUB' }, erid: '2VtzqvVdgpR' },
      ...{ placesTaken: 1, places: 2, engagements: { edges: [{ node: { id: engagement?.id } }] } },
      myEngagement: {
        ...{ id: engagement?.id, message: 'I have a lamp.', revisionsLeft: 2, order: { id } },
        creator: { id: creator.profileId },
        messages: {
          edges: [
            { node: { side: 'SELLER', text: 'By night.', author: { id: member.profileId } } },
            { node: { side: 'CREATOR', text: 'By day?', author: { id: creator.profileId } } },
          ],
        },
      },
    });
    const engagementOf = (who?: Person) =>
      ask<{ node: object | null }>(who, `{ node(id: "${engagement?.id}") { id } }`);
    expect((await engagementOf(member)).node).not.toBeNull();
    for (const stranger of [undefined, await aPerson(gateway)]) {
      expect((await engagementOf(stranger)).node).toBeNull();
      const { campaign: seen } = await ask<{ campaign: { engagements: { edges: [] } } }>(
        stranger,
        `{ campaign(id: "${id}") { ... on CreatorOrder { engagements { edges { node { id } } } } } }`,
      );
      expect(seen.engagements.edges).toEqual([]);
    }
  });

  it('says in the reader’s language how much is missing', async () => {
    const { id } = (await create(draft({ reward: { amount: '10000.00', currency: 'RUB' } }))).campaign!;
    const { answer } = await ask<Answer>(
      member,
      `mutation { answer: publishCampaign(campaignId: "${id}", ${key()}) { ${order} } }`,
      {},
      'ru',
    );
    expect(answer.campaign).toBeNull();
    expect(answer.userErrors[0]).toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
    expect(answer.userErrors[0]?.message).toMatch(/\d+\.\d\d/);
  });

  it('gets new terms, which only later takers see, and is cancelled', async () => {
    const id = await published();
    const input = `orderId: "${id}", reward: { amount: "150.00", currency: "RUB" }, ${key()}`;
    const update = `mutation { answer: updateCreatorOrder(input: { ${input} }) { ${order} } }`;
    const { answer } = await ask<Answer>(member, update);
    expect(answer.campaign).toMatchObject({ termsVersion: 2, escrow: { amount: '300.00' } });
    const creator = await aPerson(gateway);
    const { userErrors } = await take(creator, id, 'termsVersion: 1,');
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', field: ['termsVersion'] }]);
    const cancel = `mutation { answer: cancelCampaign(campaignId: "${id}", ${key()}) { ${order} } }`;
    expect((await ask<Answer>(member, cancel)).answer.campaign).toMatchObject({
      status: 'CANCELLED',
      escrow: { amount: '0.00' },
    });
    expect((await take(creator, id)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('lets in whom the seller picks from those who apply', async () => {
    const id = await published({ admission: 'APPLICATION', places: 1 });
    const { engagement } = await take(await aPerson(gateway), id);
    expect(engagement?.status).toBe('APPLIED');
    const admit = `mutation { answer: admitToOrder(engagementId: "${engagement?.id}", accept: true) { engagement { status } ${errors} } }`;
    expect((await ask<Answer>(member, admit)).answer.engagement?.status).toBe('ACCEPTED');
  });

  it('for invited creators is hidden from everybody else, and so is a draft', async () => {
    const creator = await aPerson(gateway);
    const invited = await published({ admission: 'INVITED', inviteProfileIds: [creator.profileId] });
    const drafted = (await create(draft())).campaign!.id;
    const sees = async (who: Person | undefined, id: string) =>
      (await ask<{ campaign: object | null }>(who, `{ campaign(id: "${id}") { id } }`)).campaign !== null;
    const stranger = await aPerson(gateway);
    expect(await Promise.all([member, creator, stranger, undefined].map((who) => sees(who, invited)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(await Promise.all([member, creator, undefined].map((who) => sees(who, drafted)))).toEqual([
      true,
      false,
      false,
    ]);
    const drafts = async (who: Person) =>
      (await listed(who, 'status: DRAFT')).campaigns.edges.map(({ node }) => node.id);
    expect(await drafts(member)).toContain(drafted);
    expect(await drafts(stranger)).toEqual([]);
    const mine = (await listed(creator, 'eligibleForMe: true')).campaigns.edges.map(({ node }) => node.id);
    expect(mine).toContain(invited);
  });

  it('is not there across a block', async () => {
    const id = await published();
    const blocked = await aPerson(gateway);
    await aBlock({ database }, { blockerId: member.accountId, blockedId: blocked.accountId });
    expect((await take(blocked, id)).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['orderId'] }]);
    const seen = (await listed(blocked, `ownerId: "${member.profileId}"`)).campaigns.edges;
    expect(seen).toEqual([]);
  });

  it.each([
    ['a past deadline', () => ({ deadline: inDays(-1) }), 'INVALID_INPUT', 'deadline'],
    ['0 places', () => ({ places: 0 }), 'INVALID_INPUT', 'places'],
    ['10,001 places', () => ({ places: 10_001 }), 'INVALID_INPUT', 'places'],
    ['a commission of 101 %', () => ({ commissionBps: 10_100 }), 'INVALID_INPUT', 'commissionBps'],
    ['a product of nobody', () => ({ productIds: [toGlobalId('product', newId())] }), 'NOT_FOUND', 'productIds'],
    [
      'something else for a product',
      () => ({ productIds: [toGlobalId('seller', newId())] }),
      'NOT_FOUND',
      'productIds',
    ],
    [
      'an invitation of nobody',
      () => ({ inviteProfileIds: [toGlobalId('profile', newId())] }),
      'NOT_FOUND',
      'inviteProfileIds',
    ],
    ['a half kopeck', () => ({ reward: { amount: '1.005', currency: 'RUB' } }), 'INVALID_INPUT', 'reward'],
    ['another currency', () => ({ reward: { amount: '1.00', currency: 'EUR' } }), 'INVALID_INPUT', 'reward'],
  ])('with %s is refused with its code and field', async (_, more, code, field) => {
    const { campaign, userErrors } = await create(draft(more()));
    expect(campaign).toBeNull();
    expect(userErrors[0]).toMatchObject({ code, field: [field] });
  });
});

describe('a list of orders', () => {
  it('goes page by page, newest first, and has a seller’s in one', async () => {
    const ids = [await published(), await published(), await published()];
    const page = (after?: string) =>
      ask<{ campaigns: { edges: { node: { id: string } }[]; pageInfo: { endCursor: string } } }>(
        undefined,
        `query ($after: String) { campaigns(first: 2, after: $after) { edges { node { id } } pageInfo { endCursor } } }`,
        { after },
      );
    const first = (await page()).campaigns;
    const second = (await page(first.pageInfo.endCursor)).campaigns;
    const read = [...first.edges, ...second.edges].map(({ node }) => node.id);
    expect(read.slice(0, 3)).toEqual(ids.toReversed());
    const { node } = await ask<{ node: { campaigns: { edges: { node: { id: string } }[] } } }>(
      undefined,
      `{ node(id: "${toGlobalId('seller', sellerId)}") { ... on Seller { campaigns(first: 3) { edges { node { id } } } } } }`,
    );
    expect(node.campaigns.edges.map((edge) => edge.node.id)).toEqual(ids.toReversed());
  });

  it('costs the same statements however long it is', async () => {
    const creator = await aPerson(gateway);
    const parts = `id owner { id } escrow { amount } ... on CreatorOrder {
      products { title } seller { name } eligibility myEngagement { id } engagements { edges { node { id } } } }`;
    const read = (first: number) =>
      ownStatementsOf(() =>
        ask(creator, `{ campaigns(first: ${first}, filter: { status: OPEN }) { edges { node { ${parts} } } } }`),
      );
    const [few, many] = [await read(2), await read(5)];
    expect(few).not.toEqual([]);
    expect(many).toEqual(few);
  });

  it('is for somebody when it is about what they could take', async () => {
    const { errors: refused } = await gateway.query(
      '{ campaigns(filter: { eligibleForMe: true }) { edges { cursor } } }',
    );
    expect(refused?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});
