import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { after, days, hours, readTimePosition, decodeCursor, timeCursor } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { anAccount } from '@moments/testing/identity';
import fc from 'fast-check';
import { cardOpened } from '../clicks/clicks.events.js';
import { ForgetClicker } from '../clicks/forget-clicker.job.js';
import { clickWindow } from '../clicks/clicks.settings.js';
import { ConversionQueries } from '../conversion/conversion.queries.js';
import { PurchasesWorld } from '../testing/purchases-world.js';
import { AttributionsQueries } from './attributions.queries.js';
import { ConfirmAttributions, ReconsiderAfterClick } from './resettling.jobs.js';
import { SettlingService } from './settling.service.js';

let world: PurchasesWorld;

beforeAll(async () => {
  world = await PurchasesWorld.open();
});
beforeEach(() => world.refresh());
afterAll(() => world.lib.close());

const confirm = () => world.lib.app.get(ConfirmAttributions).handle();
const delivered = (quantity = 1) => ['placed', 'paid', 'delivered'].map((type) => world.event(type, quantity));
const buyers = async () =>
  (await world.lib.app.get(ConversionQueries).ofMoments([world.momentId])).get(world.momentId)?.buyers;

describe('a purchase', () => {
  it('is owed to the click before it until it is confirmed to the minute, and what comes back later is taken back', async () => {
    await world.click();
    await world.tell(...delivered(2));
    world.lib.clock.advance(hours(1) + days(14) - 1);
    await confirm();
    expect(await world.told()).toEqual(['attributed 2 for 198000']);
    world.lib.clock.advance(1);
    await confirm();
    await confirm();
    expect(await world.attributions()).toMatchObject([{ state: 'CONFIRMED', kept: 2 }]);
    world.lib.clock.advance(days(6));
    await world.tell(world.event('returned', 1, { hour: 24 * 20 }));
    expect(await world.told()).toEqual(['attributed 2 for 198000', 'confirmed 2 for 198000', 'returned 1 for 99000']);
  });

  it('may come back for as long as the product’s category says', async () => {
    const [externalId, category] = [`shoe-${world.orderId}`, ['Sandals', "women's shoes"]];
    const productId = await aProduct(world.lib, { sellerId: world.sellerId, externalId, category });
    await world.click({ productId, momentId: await world.aMoment(world.creatorId, productId) });
    await world.tell(
      ...delivered().map((event) => ('buyer' in event ? { ...event, productExternalId: externalId } : event)),
    );
    world.lib.clock.advance(hours(1) + days(30) - 1);
    await confirm();
    expect(await world.attributions()).toMatchObject([{ state: 'PENDING' }]);
    world.lib.clock.advance(1);
    await confirm();
    expect(await world.attributions()).toMatchObject([{ state: 'CONFIRMED' }]);
  });

  it('is owed to the last moment of several, and to one that turns out to be later', async () => {
    const other = await world.aMoment(await anAccount(world.lib));
    await world.click({ beforeMs: days(2) });
    await world.tell(world.event('placed'));
    const { clickId } = await world.click({ momentId: other });
    const { buyerId: accountId, sellerId, momentId, productId } = world;
    await world.lib.app
      .get(ReconsiderAfterClick)
      .handle(cardOpened.payload.parse({ clickId, accountId, sellerId, momentId: other, productId }));
    expect(await world.attributions()).toMatchObject([
      { state: 'SUPERSEDED', momentId },
      { state: 'PENDING', momentId: other },
    ]);
    expect((await world.announced()).map(({ kind, momentId: of }) => [kind, of])).toEqual([
      ['attributed', momentId],
      ['returned', momentId],
      ['attributed', other],
    ]);
  });

  it('is owed to what counted when the click was made, whatever counts now', async () => {
    const settings = world.lib.app.get(Settings);
    const bought = `sku-other-${world.orderId}`;
    await aProduct(world.lib, { sellerId: world.sellerId, externalId: bought });
    await settings.set(clickWindow.name, { days: 7, coversSeller: true }, 'test');
    await world.click({ beforeMs: days(7) });
    await settings.set(clickWindow.name, { days: 1, coversSeller: false }, 'test');
    await world.click({ beforeMs: days(2) });
    await world.tell(world.event('placed', 1, { productExternalId: bought }));
    expect(await world.attributions()).toMatchObject([{ state: 'PENDING' }]);
    await settings.set(clickWindow.name, clickWindow.fallback, 'test');
  });

  it('of a creator is not owed to their own moment, nor to that of others without a click', async () => {
    await world.click({ accountId: world.creatorId });
    const buyer = { accountId: `acc_${world.creatorId.replaceAll('-', '')}` };
    await world.tell(world.event('placed', 1, { buyer }));
    expect(await world.attributions()).toEqual([]);
  });

  it('from the creator’s own network is flagged, and nothing is owed or announced', async () => {
    await world.click({ accountId: world.creatorId, address: '198.51.100.7', beforeMs: days(20) });
    await world.click({ address: '198.51.100.7' });
    await world.tell(...delivered());
    world.lib.clock.advance(days(60));
    await confirm();
    expect(await world.attributions()).toMatchObject([{ state: 'FLAGGED', flag: 'same_household', kept: 1 }]);
    expect(await world.told()).toEqual([]);
    expect(await buyers()).toBe(0);
  });

  it('stays flagged when the buyer’s network is forgotten with their account', async () => {
    await world.click({ accountId: world.creatorId, address: '198.51.100.8' });
    await world.click({ address: '198.51.100.8' });
    await world.tell(world.event('placed', 2));
    await world.lib.app.get(ForgetClicker).handle({ accountId: world.buyerId });
    await world.tell(world.event('cancelled'));
    expect(await world.attributions()).toMatchObject([{ state: 'FLAGGED', kept: 1 }]);
  });

  it('that cannot be settled keeps no other from being confirmed, and is tried again', async () => {
    await world.click();
    await world.tell(...delivered());
    await world.tell(...delivered().map((event) => ({ ...event, lineId: '2' })));
    world.lib.clock.advance(days(20));
    const settle = jest.spyOn(world.lib.app.get(SettlingService), 'settle').mockRejectedValueOnce(new Error('no'));
    const states = async () => (await world.attributions()).map(({ state }) => state).toSorted();
    await expect(confirm()).rejects.toThrow('1 of 2 lines not settled');
    settle.mockRestore();
    expect(await states()).toEqual(['CONFIRMED', 'PENDING']);
    await confirm();
    expect(await states()).toEqual(['CONFIRMED', 'CONFIRMED']);
  });

  it('is owed to the click of somebody who had not signed in, by the name that the link carried', async () => {
    const { clickName } = await world.click({ accountId: null });
    await world.tell(world.event('placed', 1, { buyer: { click: clickName } }));
    expect(await world.attributions()).toMatchObject([{ state: 'PENDING' }]);
    await world.refresh();
    const { clickName: another } = await world.click({ accountId: null });
    await world.tell(world.event('placed', 1, { buyer: { click: `${another.slice(0, -2)}AA` } }));
    expect(await world.attributions()).toEqual([]);
  });

  it('counts its buyer once for the card and the moment, until everything has come back', async () => {
    await world.click();
    await world.tell(world.event('placed', 1), world.event('placed', 1, { lineId: '2' }));
    expect(await buyers()).toBe(1);
    await world.tell(world.event('cancelled', 1));
    expect(await buyers()).toBe(1);
    await world.tell(world.event('returned', 1, { lineId: '2' }));
    expect(await buyers()).toBe(0);
  });

  it('told by many at once is settled once', async () => {
    await world.click();
    const events = [...delivered(3), world.event('returned', 1), world.event('cancelled', 1)];
    await Promise.all([...events, ...events].map((event) => world.tell(event)));
    expect(await world.attributions()).toMatchObject([{ bought: 3, kept: 1 }]);
    const news = await world.announced();
    expect(news.at(-1)).toMatchObject({ owed: 1 });
    const sum = news.reduce((total, { kind, quantity }) => total + (kind === 'attributed' ? quantity : -quantity), 0);
    expect(sum).toBe(1);
  });
});

describe('the purchases of a moment', () => {
  it('are read page by page, newest first, with the way that led to each and nobody’s name', async () => {
    await world.click({ beforeMs: days(3) });
    await world.click();
    for (const hour of [0, 1, 2]) {
      await world.tell(world.event('placed', hour + 1, { lineId: `${hour}`, hour: -hour }));
    }
    const queries = world.lib.app.get(AttributionsQueries);
    const page = async (after?: { at: Date; id: string }) =>
      (await queries.ofMoments([world.momentId], { limit: 2, after })).get(world.momentId)!;
    const first = await page();
    expect(first.items.map(({ item }) => item.quantity)).toEqual([1, 2]);
    expect(first.hasNextPage).toBe(true);
    const { position } = first.items[1]!;
    const rest = await page(readTimePosition(decodeCursor(timeCursor(position))));
    expect(rest).toMatchObject({ hasNextPage: false, items: [{ item: { quantity: 3, returnedQuantity: 0 } }] });
    const { trail } = first.items[0]!.item;
    expect(trail.map(({ clickedAt }) => clickedAt)).toEqual([
      after(world.placedAt, -days(3)),
      after(world.placedAt, -days(1)),
    ]);
    expect(
      JSON.stringify(first, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
    ).not.toContain(world.buyerId);
  });
});

describe('any order of an order’s history, with repetitions', () => {
  it('ends in the same attribution, and what was announced comes to the same', async () => {
    const history = [
      ...delivered(3),
      world.event('cancelled', 1, { hour: 2 }),
      world.event('returned', 1, { hour: 3 }),
    ];
    const anyOrder = fc.shuffledSubarray(history, { minLength: history.length });
    const repetitions = fc.array(fc.constantFrom(...history), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(anyOrder, repetitions, async (shuffled, repeated) => {
        await world.refresh();
        await world.click();
        for (const event of [...shuffled, ...repeated]) await world.tell(asOfNow(event));
        world.lib.clock.advance(days(40));
        await confirm();
        expect(await world.attributions()).toMatchObject([{ state: 'CONFIRMED', bought: 3, kept: 1 }]);
        const news = await world.announced();
        const sumOf = (kind: string) =>
          news.reduce((sum, each) => (each.kind === kind ? sum + Number(each.amountMinor) : sum), 0);
        expect(sumOf('attributed') - sumOf('returned')).toBe(99_000);
        expect(sumOf('confirmed')).toBe(99_000);
      }),
      { numRuns: 12 },
    );
  });

  /** The same event of the order that this run is about. */
  const asOfNow = ({ type, quantity, eventId }: Record<string, unknown>) => {
    const hour = { placed: 0, paid: 1, delivered: 1, cancelled: 2, returned: 3 }[String(type)];
    return world.event(String(type), Number(quantity), { eventId: `${world.orderId}-${String(eventId)}`, hour });
  };
});
