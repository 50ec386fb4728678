import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { days, minutes } from '@moments/kernel';
import { aProduct } from '@moments/testing/catalog';
import { createHash, randomUUID } from 'node:crypto';
import { JoinPurchases } from '../attributions/resettling.jobs.js';
import { PurchasesWorld } from '../testing/purchases-world.js';

let world: PurchasesWorld;

beforeAll(async () => {
  world = await PurchasesWorld.open();
});
beforeEach(() => world.refresh());
afterAll(() => world.lib.close());

const outcomesOf = async (...events: unknown[]) => (await world.tell(...events)).map(({ outcome }) => outcome);
const states = async () => (await world.attributions()).map(({ state }) => state);

describe('an event of an order line', () => {
  it('is kept once, however often it is told, in whatever spelling of its instant', async () => {
    await world.click();
    const placed = world.event('placed', 2);
    const sameInstant = { ...placed, occurredAt: world.placedAt.toISOString().replace('Z', '+00:00') };
    expect(await outcomesOf(placed, placed)).toEqual(['kept', 'repeated']);
    expect(await outcomesOf(sameInstant)).toEqual(['repeated']);
    expect(await world.told()).toEqual(['attributed 2 for 198000']);
  });

  it('is refused under the id of another event, be it of the same line or of another, and changes nothing', async () => {
    await world.click();
    const placed = world.event('placed', 2);
    await world.tell(placed);
    for (const change of [{ quantity: 1 }, { lineId: '2' }, { orderId: `order-${randomUUID()}` }]) {
      expect(await world.tell({ ...placed, ...change })).toEqual([
        { outcome: 'refused', error: expect.objectContaining({ code: 'IDEMPOTENCY_CONFLICT' }) },
      ]);
    }
    expect(await world.tell(placed, { ...placed, quantity: 3 })).toMatchObject([
      { outcome: 'repeated' },
      { outcome: 'refused' },
    ]);
    expect(await world.attributions()).toMatchObject([{ bought: 2 }]);
  });

  it('has an id of its integration alone', async () => {
    const [placed, paid] = [world.event('placed'), world.event('paid', 1, { eventId: 'one' })];
    await world.tell(placed, paid);
    const another = await world.tellAs(randomUUID(), { ...paid, type: 'cancelled' });
    expect(another).toMatchObject([{ outcome: 'kept', lineProblems: [] }]);
  });

  it('is never changed', async () => {
    const placed = world.event('placed');
    await world.tell(placed);
    for (const change of ['update purchase_events set quantity = 9', 'delete from purchase_events']) {
      await expect(world.lib.database.pool.query(`${change} where event_id = $1`, [placed.eventId])).rejects.toThrow(
        'purchase events are never changed',
      );
    }
  });

  it('that cannot be read is refused by its field, and the others go in', async () => {
    const wrong = [
      [{ quantity: 0 }, 'quantity'],
      [{ quantity: 1.5 }, 'quantity'],
      [{ eventId: '' }, 'eventId'],
      [{ orderId: 'a b' }, 'orderId'],
      [{ type: 'lost' }, 'type'],
      [{ occurredAt: 'yesterday' }, 'occurredAt'],
      [{ occurredAt: '1999-12-31T23:59:59Z' }, 'occurredAt'],
      [{ occurredAt: '0000-01-01T00:00:00Z' }, 'occurredAt'],
      [{ occurredAt: new Date(world.placedAt.getTime() + days(1) + 1).toISOString() }, 'occurredAt'],
      [{ unitPrice: { amount: '-1.00', currency: 'RUB' } }, 'unitPrice.amount'],
      [{ unitPrice: { amount: '1.001', currency: 'RUB' } }, 'unitPrice.amount'],
      [{ unitPrice: { amount: '922337203685478.00', currency: 'RUB' } }, 'unitPrice.amount'],
      [{ unitPrice: { amount: '1.00', currency: 'XXX' } }, 'unitPrice.currency'],
      [{ buyer: { accountId: 'pro_1' } }, 'buyer.accountId'],
      [{ buyer: { name: 'Ada' } }, 'buyer.name'],
      [{ buyer: { subject: { issuer: 'a\0b', subject: 'c' } } }, 'buyer.subject.issuer'],
      [{ refund: true }, 'refund'],
    ] as const;
    const told = wrong.map(([change]) => world.event('placed', 1, change));
    const outcomes = await world.tell(...told, 'nothing', null, world.event('placed'));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(
      [...wrong, 'nothing', null].map(() => 'refused').concat('kept'),
    );
    const fields = outcomes.flatMap((outcome) =>
      outcome.outcome === 'refused' ? [outcome.error.problems()[0]?.field?.join('.')] : [],
    );
    expect(fields.slice(0, wrong.length)).toEqual(wrong.map(([, field]) => field));
  });

  it('that does not fit the others is kept, and what does not fit is told', async () => {
    const problems = async (...events: unknown[]) =>
      (await world.tell(...events)).map((outcome) => (outcome.outcome === 'refused' ? [] : outcome.lineProblems));
    expect(await problems(world.event('returned', 1))).toEqual([['not_placed']]);
    expect(await problems(world.event('placed', 1))).toEqual([['returned_before_paid']]);
    expect(await problems(world.event('paid', 1), world.event('returned', 1))).toEqual([
      ['more_than_bought'],
      ['more_than_bought'],
    ]);
    const foreign = { unitPrice: { amount: '1.00', currency: 'USD' } };
    expect(await problems(world.event('delivered', 1, foreign))).toEqual([['currency_differs', 'more_than_bought']]);
  });
});

describe('what is missing', () => {
  const join = () => world.lib.app.get(JoinPurchases).handle();

  it('may be the order: all that is told of it waits and is joined', async () => {
    await world.click();
    await world.tell(world.event('returned', 1), world.event('paid', 2), world.event('delivered', 2));
    expect(await states()).toEqual([]);
    await world.tell(world.event('placed', 2));
    expect(await world.told()).toEqual(['attributed 1 for 99000']);
  });

  it('may be the product: it is joined when the catalogue has it', async () => {
    await world.click();
    const later = `sku-${randomUUID()}`;
    await world.tell(world.event('placed', 1, { productExternalId: later }));
    const productId = await aProduct(world.lib, { sellerId: world.sellerId, externalId: later });
    await world.click({ productId, momentId: await world.aMoment(world.creatorId, productId) });
    await join();
    expect(await states()).toEqual([]);
    world.lib.clock.advance(minutes(1));
    await join();
    expect(await states()).toEqual(['PENDING']);
  });

  it('may be the buyer: they are joined when they sign in here', async () => {
    await world.click();
    const [issuer, subject] = ['https://accounts.example', randomUUID()];
    await world.tell(world.event('placed', 1, { buyer: { subject: { issuer, subject } } }));
    expect(await states()).toEqual([]);
    await world.lib.database.pool.query('insert into external_identities values ($1, $2, $3, now())', [
      issuer,
      createHash('sha256').update(subject).digest(),
      world.buyerId,
    ]);
    world.lib.clock.advance(minutes(1));
    await join();
    expect(await states()).toEqual(['PENDING']);
    await world.tell(world.event('cancelled', 1));
    expect(await states()).toEqual(['RETURNED']);
  });

  it('is not looked for any more after some months', async () => {
    await world.tell(world.event('placed', 1, { productExternalId: `sku-${randomUUID()}` }));
    const waiting = async () =>
      (
        await world.lib.database.pool.query(
          'select 1 from purchase_lines where order_id = $1 and look_again_at is not null',
          [world.orderId],
        )
      ).rowCount;
    world.lib.clock.advance(days(120));
    await join();
    expect(await waiting()).toBe(1);
    world.lib.clock.advance(days(2));
    await join();
    expect(await waiting()).toBe(0);
  });
});
