import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ClickSigning, ClicksQueries } from '@moments/attribution';
import { type MomentId, newId, type ProductId, toGlobalId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { aProductCard, aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { aBlock } from '@moments/testing/social';
import { PlaybackTokens, type Serving } from '@moments/views';
import { randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';

let gateway: TestGateway;
let ada: Person;
let bob: Person;
let momentId: MomentId;
let lamp: ProductId;

beforeAll(async () => {
  gateway = await startGateway({ open: ['MOMENTS'] });
});
afterAll(() => gateway.close());
beforeEach(async () => {
  [ada, bob] = [await aPerson(gateway), await aPerson(gateway)];
  momentId = await aPublishedMoment(gateway, { authorId: ada.accountId });
  lamp = await aProduct(gateway, { externalId: `лампа/${randomUUID()}` });
  await aProductCard(gateway, { momentId, productId: lamp });
});

interface Opened {
  url: string | null;
  clickId: string | null;
  userErrors: { code: string; reason: string; field: string[] | null }[];
}

const tokenFor = async (viewer: Person | null, more: Partial<Serving> = {}, of = momentId): Promise<string> => {
  const serving = { feedSessionId: newId<'feedSession'>(), surface: 'FOR_YOU' as const, promoted: false, ...more };
  return (await gateway.app.get(PlaybackTokens).issue({ viewerId: viewer?.accountId, ...serving }, [of]))[0]!;
};

async function open(input: Record<string, unknown> = {}, as: Person | null = bob): Promise<Opened> {
  const document = `mutation ($input: OpenProductCardInput!) {
    openProductCard(input: $input) { url clickId userErrors { code reason field } } }`;
  const full = {
    momentId: toGlobalId('moment', momentId),
    productId: toGlobalId('product', lamp),
    idempotencyKey: randomUUID(),
    playbackToken: await tokenFor(as),
    ...input,
  };
  const { data, errors } = await gateway.query<{ openProductCard: Opened }>(
    document,
    { input: full },
    { token: as?.token },
  );
  expect(errors).toBeUndefined();
  return data!.openProductCard;
}
const anonymously = () => open({}, null);
const refused = (code: string, field: string) => ({ url: null, clickId: null, userErrors: [{ code, field: [field] }] });

const clickOf = async ({ clickId }: Opened) => {
  const found = gateway.app.get(ClickSigning).verify(clickId!)!;
  return (await new ClicksQueries(gateway.database).byIds([found])).get(found);
};

describe('opening a product card', () => {
  it('of a moment out of the feed leads to the marketplace with a signed click', async () => {
    const { data } = await gateway.query<{ feed: { edges: { playbackToken: string; node: { id: string } }[] } }>(
      '{ feed(first: 50) { edges { playbackToken node { id } } } }',
      {},
      { token: bob.token },
    );
    const served = data!.feed.edges.find(({ node }) => node.id === toGlobalId('moment', momentId))!;
    const opened = await open({ playbackToken: served.playbackToken });
    expect(opened.userErrors).toEqual([]);
    const url = new URL(opened.url!);
    expect(url.protocol).toBe('https:');
    expect(decodeURIComponent(url.pathname)).toMatch(/^\/products\/лампа\//);
    expect(url.searchParams.get('click')).toBe(opened.clickId);
    expect(await clickOf(opened)).toMatchObject({
      ...{ accountId: bob.accountId, momentId, productId: lamp, creatorId: ada.accountId, promoted: false },
    });
  });

  it('is recorded as the serving was: its feed session, paid for or not, without an account', async () => {
    const feedSessionId = newId<'feedSession'>();
    const playbackToken = await tokenFor(null, { feedSessionId, promoted: true });
    const click = await clickOf(await open({ playbackToken }, null));
    expect(click).toMatchObject({ accountId: undefined, feedSessionId, promoted: true });
    expect((await anonymously()).userErrors).toEqual([]);
  });

  it('is one click for one key, and another card’s key is refused', async () => {
    const same = { idempotencyKey: 'same', playbackToken: await tokenFor(bob) };
    const [one, two, three] = [...(await Promise.all([open(same), open(same)])), await open(same)];
    expect([two, three]).toEqual([one, one]);
    const chair = await aProduct(gateway);
    await aProductCard(gateway, { momentId, productId: chair });
    const other = await open({ ...same, productId: toGlobalId('product', chair) });
    expect(other).toMatchObject(refused('IDEMPOTENCY_CONFLICT', 'idempotencyKey'));
  });

  it('needs the token of this moment and viewer, unforged', async () => {
    const good = await tokenFor(bob);
    const forged = `${good.slice(0, -2)}${good.endsWith('AA') ? 'BB' : 'AA'}`;
    const others = await aPublishedMoment(gateway, { authorId: ada.accountId });
    for (const playbackToken of [
      ...['', 'x', forged, await tokenFor(ada), await tokenFor(null)],
      await tokenFor(bob, {}, others),
    ]) {
      expect(await open({ playbackToken })).toMatchObject(refused('INVALID_INPUT', 'playbackToken'));
    }
  });

  it('finds nothing on a moment that is not published, or of somebody who has blocked the viewer', async () => {
    await aBlock(gateway, { blockerId: ada.accountId, blockedId: bob.accountId });
    expect(await open()).toMatchObject(refused('NOT_FOUND', 'momentId'));
    expect((await anonymously()).userErrors).toEqual([]);
    await setMomentStatus(gateway, { momentId, status: 'IN_REVIEW' });
    expect(await anonymously()).toMatchObject(refused('NOT_FOUND', 'momentId'));
  });

  it('finds nothing of a product that the moment does not show, nor by a foreign id', async () => {
    const productId = toGlobalId('product', await aProduct(gateway));
    expect(await open({ productId })).toMatchObject(refused('NOT_FOUND', 'productId'));
    expect(await open({ productId: toGlobalId('moment', momentId) })).toMatchObject(refused('NOT_FOUND', 'productId'));
    expect(await open({ momentId: productId })).toMatchObject(refused('NOT_FOUND', 'momentId'));
  });

  it('leads to what is out of stock, and not to what is no longer sold', async () => {
    const change = (what: string) =>
      gateway.database.transaction((tx) => execute(tx, `update products set ${what} where id = $1`, [lamp]));
    await change('stock = 0');
    expect((await open()).userErrors).toEqual([]);
    await change('deleted_at = now()');
    expect(await open()).toMatchObject({ userErrors: [{ code: 'INVALID_STATE', reason: 'product_unavailable' }] });
  });

  it.each(['', 'x'.repeat(201), 'a\u0000'])('needs a good key (%#)', async (idempotencyKey) => {
    expect(await open({ idempotencyKey })).toMatchObject(refused('INVALID_INPUT', 'idempotencyKey'));
  });
});
