import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IdentityModule } from '@moments/identity';
import { type AccountId, after, days, type MomentId, newId, type ProductId, type SellerId } from '@moments/kernel';
import { execute, rows, Settings } from '@moments/platform';
import { testClicks } from '@moments/testing/attribution';
import { aProduct, aSeller } from '@moments/testing/catalog';
import { anAccount } from '@moments/testing/identity';
import { aProductCard, aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { AttributionModule } from '../attribution.module.js';
import { ClickSigning } from './click-signing.js';
import { ClicksModule } from './clicks.module.js';
import { ClicksQueries } from './clicks.queries.js';
import { ClicksService, type OpenCard } from './clicks.service.js';
import { clickLimits, clickWindow, productLinks } from './clicks.settings.js';
import { ForgetClicker } from './forget-clicker.job.js';

let world: LibWorld;
let clicks: ClicksService;
let settings: Settings;
let creator: AccountId;
let buyer: AccountId;
let sellerId: SellerId;
let productId: ProductId;
let momentId: MomentId;

beforeAll(async () => {
  world = await openLibWorld([IdentityModule, ClicksModule.forRoot(testClicks()), AttributionModule]);
  clicks = world.app.get(ClicksService);
  settings = world.app.get(Settings);
});
beforeEach(async () => {
  [creator, buyer] = [await anAccount(world), await anAccount(world)];
  sellerId = await aSeller(world);
  productId = await aProduct(world, { sellerId, externalId: `lamp ${newId()}` });
  momentId = await aPublishedMoment(world, { authorId: creator });
  await aProductCard(world, { momentId, productId });
});
afterAll(() => world.close());

const served = (of = momentId) => ({ momentId: of, feedSessionId: newId<'feedSession'>(), promoted: false });
const open = (card: Partial<OpenCard> = {}) =>
  clicks.open({
    accountId: buyer,
    address: '192.0.2.1',
    served: served(),
    productId,
    idempotencyKey: newId<'click'>(),
    ...card,
  });
const read = async (id: Awaited<ReturnType<typeof open>>['clickId']) =>
  (await world.app.get(ClicksQueries).byIds([id])).get(id);
const counters = async () => {
  const [counted] = await world.database.transaction((tx) =>
    rows<{ opens: number; openers: number; all: number }>(
      tx,
      `select opens::int, cards.openers::int, moments.openers::int as all
         from card_counters as cards join moment_opener_counters as moments using (moment_id)
        where moment_id = $1 and product_id = $2`,
      [momentId, productId],
    ),
  );
  return counted;
};
const told = () =>
  world.database.transaction((tx) =>
    rows(
      tx,
      `select from graphile_worker._private_jobs where payload->>'event' = 'card-opened' and payload::text like $1`,
      [`%${momentId}%`],
    ),
  );

describe('opening a card', () => {
  it('is recorded with what it was, and leads to the product with a signed click', async () => {
    const at = { ...served(), promoted: true };
    const { clickId, clickName, url } = await open({ served: at });
    const { externalId } = (
      await world.database.transaction((tx) =>
        rows<{ externalId: string }>(tx, 'select external_id as "externalId" from products where id = $1', [productId]),
      )
    )[0]!;
    expect(url).toBe(`https://marketplace.example/products/${encodeURIComponent(externalId)}?click=${clickName}`);
    expect(world.app.get(ClickSigning).verify(clickName)).toBe(clickId);
    const clickedAt = world.clock.now();
    expect(await read(clickId)).toEqual({
      ...{ id: clickId, accountId: buyer, feedSessionId: at.feedSessionId, momentId, creatorId: creator, productId },
      ...{ sellerId, promoted: true, clickedAt, countsUntil: after(clickedAt, days(7)), coversSeller: false },
      networkKey: world.app.get(ClickSigning).networkKey('192.0.2.1').toString('hex'),
    });
    expect(await told()).toHaveLength(1);
  });

  it('is one click for one key, at once and again, and the first one’s link each time', async () => {
    const card = { served: served(), idempotencyKey: 'once' };
    const links = await Promise.all(Array.from({ length: 8 }, () => open(card)));
    expect(new Set([...links, await open(card)].map(({ url }) => url)).size).toBe(1);
    expect(await counters()).toEqual({ opens: 1, openers: 1, all: 1 });
    expect(await told()).toHaveLength(1);
  });

  it('under a key that was another card’s is refused', async () => {
    const other = await aProduct(world);
    await aProductCard(world, { momentId, productId: other });
    await open({ idempotencyKey: 'one' });
    await expect(open({ idempotencyKey: 'one', productId: other })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect((await open({ idempotencyKey: 'one', accountId: creator })).clickId).toBeDefined();
  });

  it('again under its key leads there still when the card has been taken off, and not for the first time', async () => {
    const first = await open({ idempotencyKey: 'before' });
    await world.database.transaction((tx) =>
      execute(tx, 'delete from moment_product_cards where moment_id = $1', [momentId]),
    );
    expect(await open({ idempotencyKey: 'before' })).toEqual(first);
    await expect(open()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('counts people, not clicks; those who have not signed in by their feed session; never the creator', async () => {
    const session = served();
    for (const card of [{}, {}, { accountId: undefined, served: session }, { accountId: undefined, served: session }]) {
      await open(card);
    }
    await open({ accountId: creator });
    expect(await counters()).toEqual({ opens: 4, openers: 2, all: 2 });
  });

  it('of two cards by one person is one opener of the moment', async () => {
    const other = await aProduct(world);
    await aProductCard(world, { momentId, productId: other });
    await Promise.all([open(), open({ productId: other })]);
    expect(await counters()).toEqual({ opens: 1, openers: 1, all: 1 });
  });

  it('survives a crowd without losing one', async () => {
    const crowd = Array.from({ length: 25 }, () => newId<'account'>());
    await Promise.all(crowd.map((accountId) => open({ accountId })));
    expect(await counters()).toEqual({ opens: 25, openers: 25, all: 25 });
  });

  it('needs a published moment that shows the product', async () => {
    const other = await aPublishedMoment(world, { authorId: creator });
    const notFound = { code: 'NOT_FOUND', field: ['productId'] };
    await expect(open({ served: served(other) })).rejects.toMatchObject(notFound);
    await expect(open({ productId: newId() })).rejects.toMatchObject(notFound);
    await expect(open({ productId: await aProduct(world) })).rejects.toMatchObject(notFound);
    for (const status of ['PROCESSING', 'DRAFT', 'IN_REVIEW', 'REJECTED', 'REMOVED'] as const) {
      await setMomentStatus(world, { momentId, status });
      await expect(open()).rejects.toMatchObject(notFound);
    }
    expect(await counters()).toBeUndefined();
  });

  it('of a product that is out of stock leads there, of one that is gone it does not', async () => {
    const set = (column: string) =>
      world.database.transaction((tx) => execute(tx, `update products set ${column} where id = $1`, [productId]));
    await set('stock = 0');
    expect((await open()).url).toContain('https://');
    await set('deleted_at = now()');
    await expect(open()).rejects.toMatchObject({ code: 'INVALID_STATE', reason: 'product_unavailable' });
  });

  it.each(['', 'x'.repeat(201), 'a\u0000b'])('needs a key of one to 200 characters (%#)', async (idempotencyKey) => {
    await expect(open({ idempotencyKey })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('when an account is deleted', () => {
  it('its clicks stay, and tell no more where they were made; those of others are left alone', async () => {
    const [mine, others] = [await open(), await open({ accountId: creator })];
    const forget = new ForgetClicker(world.database);
    for (let time = 0; time < 2; time += 1) await forget.handle({ accountId: buyer });
    expect(await read(mine.clickId)).toMatchObject({ accountId: buyer, networkKey: undefined });
    expect((await read(others.clickId))?.networkKey).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('what product people change', () => {
  it('counts for clicks from then on: the window and the seller’s other products', async () => {
    const before = await open();
    await settings.set(clickWindow.name, { days: 3, coversSeller: true }, 'test');
    const later = await open();
    const now = world.clock.now();
    expect(await read(before.clickId)).toMatchObject({ countsUntil: after(now, days(7)), coversSeller: false });
    expect(await read(later.clickId)).toMatchObject({ countsUntil: after(now, days(3)), coversSeller: true });
    await settings.set(clickWindow.name, clickWindow.fallback, 'test');
  });

  it('where links lead is an https address and nothing else', async () => {
    const template = 'http://shop.example/{externalId}?c={clickId}';
    await expect(settings.set(productLinks.name, { template }, 'test')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await settings.set(productLinks.name, { template: template.replace('http:', 'https:') }, 'test');
    expect((await open()).url).toMatch(/^https:\/\/shop\.example\/lamp%20[0-9a-f-]{36}\?c=clk_/);
    await settings.set(productLinks.name, productLinks.fallback, 'test');
  });

  it('is how many cards one person, and one network, may open in a while', async () => {
    await settings.set(clickLimits.name, { windowSeconds: 3_600, perOpener: 2, perAddress: 3 }, 'test');
    const from = (address: string, accountId: AccountId) => open({ address, accountId });
    const refused = { code: 'RATE_LIMITED', reason: 'too_many_clicks' };
    await from('198.51.100.1', buyer);
    await from('198.51.100.2', buyer);
    await expect(from('198.51.100.3', buyer)).rejects.toMatchObject(refused);
    for (let time = 0; time < 3; time += 1) await from('2001:db8::1', newId());
    await expect(from('2001:db8::2', newId())).rejects.toMatchObject(refused);
    await settings.set(clickLimits.name, clickLimits.fallback, 'test');
  });
});
