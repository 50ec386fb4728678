import { describe, expect, it } from '@jest/globals';
import { after, currency, days, hours, newId } from '@moments/kernel';
import fc from 'fast-check';
import { foldLine } from '../../purchases/domain/fold-line.js';
import type { PurchaseEvent, PurchaseEventType } from '../../purchases/domain/purchase-event.js';
import type { Touch } from './last-touch.js';
import { type KnownAttribution, settleLine } from './settle-line.js';
import type { AttributionFlag, Change } from './standing.js';

const start = new Date('2026-01-31T12:00:00Z');
const at = (ms: number): Date => after(start, ms);
const bought = { productId: newId<'product'>(), sellerId: newId<'seller'>() };
const buyerId = newId<'account'>();
const touch = (clickedAt: Date): Touch => ({
  clickId: newId<'click'>(),
  openerId: buyerId,
  momentId: newId<'moment'>(),
  creatorId: newId<'account'>(),
  ...bought,
  clickedAt,
  countsUntil: after(clickedAt, days(7)),
  coversSeller: false,
});
const [earlier, later] = [touch(at(-days(2))), touch(at(-days(1)))];

const placed = (quantity: number, change: Partial<PurchaseEvent & { type: 'placed' }> = {}): PurchaseEvent => ({
  key: 'placed',
  type: 'placed',
  quantity,
  occurredAt: start,
  productExternalId: 'sku',
  unitPrice: { minor: 100n, currency: currency('RUB') },
  buyer: {},
  ...change,
});
const event = (
  type: Exclude<PurchaseEventType, 'placed'>,
  quantity: number,
  occurredAt = at(hours(1)),
): PurchaseEvent => ({
  key: `${type}-${occurredAt.toISOString()}`,
  type,
  quantity,
  occurredAt,
});

/** A line in memory: what is known of it, how its attributions were announced last, and everything that was announced. */
class Line {
  private readonly events: PurchaseEvent[] = [];
  private touches: readonly Touch[] = [later];
  private known = new Map<string, KnownAttribution>();
  readonly news: (Change & { clickId: string })[] = [];

  hear(event: PurchaseEvent, now = at(hours(2)), flag?: AttributionFlag) {
    this.events.push(event);
    return this.settle(now, flag);
  }

  clicked(touches: readonly Touch[]) {
    this.touches = touches;
    return this.settle();
  }

  settle(now = at(hours(2)), flag?: AttributionFlag) {
    const line = foldLine(this.events);
    const purchase = line.placed && { buyerId, ...bought, placedAt: line.placed.occurredAt };
    const known = [...this.known.values()];
    const settled = settleLine({ line, purchase, touches: this.touches, known, returnsDays: 14, flag, now });
    for (const { clickId, changes } of settled.superseded) {
      this.known.set(clickId, { ...this.known.get(clickId)!, owed: 0, confirmed: 0, state: 'SUPERSEDED' });
      this.news.push(...changes.map((change) => ({ ...change, clickId })));
    }
    const { attribution } = settled;
    if (attribution) {
      const { clickId } = attribution.touch;
      this.known.set(clickId, { clickId, ...attribution.standing });
      this.news.push(...attribution.changes.map((change) => ({ ...change, clickId })));
    }
    return attribution?.standing;
  }

  told(): string[] {
    return this.news.map(({ kind, quantity, amount }) => `${kind} ${quantity} for ${amount.minor}`);
  }

  /** What is owed to a click after all news, by the news alone. */
  net(clickId: string): { units: number; minor: bigint; confirmed: number } {
    const sum = { units: 0, minor: 0n, confirmed: 0 };
    for (const { kind, quantity, amount, wasConfirmed } of this.news.filter((change) => change.clickId === clickId)) {
      if (kind === 'confirmed') sum.confirmed += quantity;
      else if (kind === 'attributed') {
        sum.units += quantity;
        sum.minor += amount.minor;
      } else {
        sum.units -= quantity;
        sum.minor -= amount.minor;
        if (wasConfirmed) sum.confirmed -= quantity;
      }
    }
    return sum;
  }
}

describe('an attribution', () => {
  it('is pending until all that is kept is paid, delivered and past the return window, to the minute', () => {
    const line = new Line();
    expect(line.hear(placed(2))).toMatchObject({ state: 'PENDING', owed: 2, confirmsAt: undefined });
    line.hear(event('paid', 2));
    expect(line.hear(event('delivered', 2))).toMatchObject({ confirmsAt: at(hours(1) + days(14)) });
    expect(line.settle(at(hours(1) + days(14) - 1))).toMatchObject({ state: 'PENDING', confirmed: 0 });
    expect(line.settle(at(hours(1) + days(14)))).toMatchObject({ state: 'CONFIRMED', confirmed: 2 });
    expect(line.told()).toEqual(['attributed 2 for 200', 'confirmed 2 for 200']);
  });

  it('is confirmed not before it is paid, however long ago it was delivered', () => {
    const line = new Line();
    line.hear(placed(1));
    line.hear(event('delivered', 1));
    expect(line.settle(at(days(90)))).toMatchObject({ state: 'PENDING' });
    expect(line.hear(event('paid', 1, at(days(80))))).toMatchObject({ confirmsAt: at(days(80)) });
  });

  it('gives back a part, then the rest, before as after it was confirmed', () => {
    const line = new Line();
    for (const told of [placed(3), event('paid', 3), event('delivered', 3)]) line.hear(told);
    expect(line.hear(event('returned', 1, at(days(2))))).toMatchObject({ state: 'PENDING', kept: 2 });
    line.settle(at(days(20)));
    expect(line.hear(event('returned', 2, at(days(21))), at(days(21)))).toMatchObject({ state: 'RETURNED', kept: 0 });
    expect(line.told()).toEqual([
      'attributed 3 for 300',
      'returned 1 for 100',
      'confirmed 2 for 200',
      'returned 2 for 200',
    ]);
    expect(line.news.map(({ owed, wasConfirmed }) => [owed, wasConfirmed])).toEqual([
      [3, false],
      [2, false],
      [2, false],
      [0, true],
    ]);
  });

  it('goes over to a later click that is known only later', () => {
    const line = new Line();
    line.clicked([earlier]);
    line.hear(placed(1));
    line.clicked([earlier, later]);
    expect(line.news.map(({ kind, clickId }) => [kind, clickId])).toEqual([
      ['attributed', earlier.clickId],
      ['returned', earlier.clickId],
      ['attributed', later.clickId],
    ]);
    line.settle();
    expect(line.news).toHaveLength(3);
  });

  it('that is flagged owes nothing and tells nobody', () => {
    const line = new Line();
    expect(line.hear(placed(1), at(0), 'same_household')).toMatchObject({ state: 'FLAGGED', owed: 0, kept: 1 });
    expect(line.news).toEqual([]);
  });

  it('takes back everything and gives it anew when the line turns out to have another price', () => {
    const line = new Line();
    line.hear(placed(2));
    line.hear(placed(2, { key: 'first', occurredAt: at(-1), unitPrice: { minor: 90n, currency: currency('RUB') } }));
    expect(line.told()).toEqual(['attributed 2 for 200', 'returned 2 for 200', 'attributed 2 for 180']);
  });

  it('that was confirmed stays so when the line turns out to be another', () => {
    const line = new Line();
    for (const told of [placed(1), event('paid', 1), event('delivered', 1)]) line.hear(told, at(days(20)));
    expect(line.hear(placed(2, { key: 'first', occurredAt: at(-1) }), at(days(20)))).toMatchObject({ confirmed: 1 });
    expect(line.told()).toEqual(['attributed 1 for 100', 'confirmed 1 for 100', 'attributed 1 for 100']);
  });

  it('gives back what was not confirmed before what was, each told apart', () => {
    const line = new Line();
    for (const told of [placed(1), event('paid', 1), event('delivered', 1)]) line.hear(told, at(days(20)));
    line.hear(placed(3, { key: 'first', occurredAt: at(-1) }), at(days(20)));
    line.hear(event('returned', 3, at(days(19))), at(days(20)));
    expect(line.news.slice(-2).map(({ quantity, owed, wasConfirmed }) => [quantity, owed, wasConfirmed])).toEqual([
      [2, 1, false],
      [1, 0, true],
    ]);
    expect(line.net(later.clickId)).toEqual({ units: 0, minor: 0n, confirmed: 0 });
  });
});

const anyEvent: fc.Arbitrary<PurchaseEvent> = fc
  .record({
    key: fc.string({ minLength: 1, maxLength: 2 }),
    type: fc.constantFrom<PurchaseEventType>(
      'placed',
      'paid',
      'paid',
      'delivered',
      'delivered',
      'cancelled',
      'returned',
    ),
    quantity: fc.integer({ min: 1, max: 4 }),
    occurredAt: fc.integer({ min: 0, max: 5 }).map((hour) => at(hours(hour))),
    unitPrice: fc.constantFrom(100n, 200n).map((minor) => ({ minor, currency: currency('RUB') })),
  })
  .map(({ type, ...rest }) =>
    type === 'placed' ? { ...rest, type, productExternalId: 'sku', buyer: {} } : { ...rest, type },
  );

/** A history, told in some order with repetitions, the last settling included, and when it is told. */
const tellings = fc.uniqueArray(anyEvent, { selector: ({ key }) => key, minLength: 1, maxLength: 9 }).chain((history) =>
  fc.record({
    history: fc.constant(history),
    shuffled: fc.shuffledSubarray(history, { minLength: history.length }),
    repeated: fc.array(fc.tuple(fc.constantFrom(...history), fc.nat({ max: 20 })), { maxLength: 6 }),
    lateClickAt: fc.nat({ max: 10 }),
    end: fc.constantFrom(at(days(1)), at(days(60))),
  }),
);

describe('any history of an order line, told in any order with any repetitions', () => {
  it('ends in the same attribution, and what was announced comes to the same', () => {
    fc.assert(
      fc.property(tellings, ({ history, shuffled, repeated, lateClickAt, end }) => {
        const [ordered, scrambled] = [new Line(), new Line()];
        ordered.clicked([earlier, later]);
        for (const told of history) ordered.hear(told);
        const expected = ordered.settle(end);

        scrambled.clicked([earlier]);
        const told = [...shuffled];
        for (const [again, position] of repeated) told.splice(position, 0, again);
        for (const [index, next] of told.entries()) {
          if (index === lateClickAt) scrambled.clicked([earlier, later]);
          scrambled.hear(next);
        }
        scrambled.clicked([earlier, later]);
        expect(scrambled.settle(end)).toEqual(expected);
        for (const { clickId } of [earlier, later]) expect(scrambled.net(clickId)).toEqual(ordered.net(clickId));
        expect(scrambled.net(later.clickId).units).toBe(expected?.owed ?? 0);
        expect(scrambled.net(later.clickId).confirmed).toBe(expected?.confirmed ?? 0);
      }),
      { numRuns: 500 },
    );
  });

  it('ends the same also when it is settled, and confirmed, at any time in between', () => {
    const oncePlaced = tellings.filter(({ history }) => history.filter(({ type }) => type === 'placed').length === 1);
    const instants = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(oncePlaced, instants, ({ history, shuffled }, daysLater) => {
        const [ordered, scrambled] = [new Line(), new Line()];
        for (const told of history) ordered.hear(told);
        const expected = ordered.settle(at(days(30)));
        const nows = daysLater.toSorted((a, b) => a - b).map((day) => at(days(day)));
        for (const [index, told] of shuffled.entries()) scrambled.hear(told, nows[index]);
        expect(scrambled.settle(at(days(30)))).toEqual(expected);
        expect(scrambled.net(later.clickId)).toEqual(ordered.net(later.clickId));
      }),
      { numRuns: 500 },
    );
  });
});
