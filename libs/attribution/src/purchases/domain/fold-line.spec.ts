import { describe, expect, it } from '@jest/globals';
import { after, currency, hours } from '@moments/kernel';
import fc from 'fast-check';
import { foldLine } from './fold-line.js';
import type { PurchaseEvent, PurchaseEventType } from './purchase-event.js';

const start = new Date('2026-01-31T12:00:00Z');
const rub = (minor: bigint) => ({ minor, currency: currency('RUB') });
const usd = (minor: bigint) => ({ minor, currency: currency('USD') });
const at = (hour: number): Date => after(start, hours(hour));

const placed = (quantity: number, change: Partial<PurchaseEvent & { type: 'placed' }> = {}): PurchaseEvent => ({
  key: 'placed',
  type: 'placed',
  quantity,
  occurredAt: at(0),
  productExternalId: 'sku',
  unitPrice: rub(100n),
  buyer: {},
  ...change,
});
const event = (type: Exclude<PurchaseEventType, 'placed'>, quantity: number, hour: number): PurchaseEvent => ({
  key: `${type}-${hour}`,
  type,
  quantity,
  occurredAt: at(hour),
});

describe('an order line', () => {
  it('is what was placed, paid and delivered', () => {
    expect(foldLine([placed(2), event('paid', 2, 1), event('delivered', 2, 30)])).toMatchObject({
      bought: 2,
      kept: 2,
      paidAt: at(1),
      deliveredAt: at(30),
      problems: [],
    });
  });

  it('waits for being placed, whatever else is told of it', () => {
    expect(foldLine([event('returned', 1, 3), event('paid', 1, 1)])).toEqual({
      bought: 0,
      cancelled: 0,
      returned: 0,
      kept: 0,
      problems: ['not_placed'],
    });
    expect(foldLine([])).toMatchObject({ problems: [] });
  });

  it('is paid and delivered when all that is kept is', () => {
    const two = [placed(3), event('paid', 2, 1), event('delivered', 1, 5), event('delivered', 1, 9)];
    expect(foldLine(two)).toMatchObject({ kept: 3, paidAt: undefined, deliveredAt: undefined });
    expect(foldLine([...two, event('cancelled', 1, 2)])).toMatchObject({ kept: 2, paidAt: at(1), deliveredAt: at(9) });
    expect(foldLine([...two, event('cancelled', 3, 2)])).toMatchObject({ kept: 0, deliveredAt: undefined });
  });

  it('gives back no more than was bought, and says that more was told', () => {
    expect(foldLine([placed(2), event('paid', 2, 1), event('returned', 2, 2)])).toMatchObject({
      returned: 2,
      kept: 0,
      problems: [],
    });
    expect(foldLine([placed(2), event('paid', 2, 1), event('returned', 3, 2)])).toMatchObject({
      returned: 2,
      kept: 0,
      problems: ['more_than_bought'],
    });
    expect(foldLine([placed(2), event('cancelled', 1, 1), event('paid', 1, 1), event('returned', 2, 3)])).toMatchObject(
      {
        cancelled: 1,
        returned: 1,
        problems: ['more_than_bought'],
      },
    );
  });

  it('says that something came back which nobody has paid, until somebody has', () => {
    const events = [placed(1), event('returned', 1, 2)];
    expect(foldLine(events)).toMatchObject({ returned: 1, problems: ['returned_before_paid'] });
    expect(foldLine([...events, event('paid', 1, 1)])).toMatchObject({ returned: 1, problems: [] });
  });

  it('is what was placed first; what is placed again is set aside', () => {
    const again = placed(5, { key: 'again', occurredAt: at(1), productExternalId: 'another' });
    for (const events of [
      [placed(2), again],
      [again, placed(2)],
    ]) {
      const folded = foldLine(events);
      expect(folded).toMatchObject({ bought: 2, problems: ['placed_again'] });
      expect(folded.placed?.productExternalId).toBe('sku');
    }
  });

  it('sets aside what is told in another currency than the line’s', () => {
    const foreign: PurchaseEvent = { ...event('returned', 1, 2), type: 'returned', unitPrice: usd(100n) };
    expect(foldLine([placed(1), event('paid', 1, 1), foreign])).toMatchObject({
      kept: 1,
      problems: ['currency_differs'],
    });
    const own: PurchaseEvent = { ...event('returned', 1, 2), type: 'returned', unitPrice: rub(90n) };
    expect(foldLine([placed(1), event('paid', 1, 1), own])).toMatchObject({ kept: 0, problems: [] });
  });
});

const anyEvent: fc.Arbitrary<PurchaseEvent> = fc
  .record({
    key: fc.string({ minLength: 1, maxLength: 2 }),
    type: fc.constantFrom<PurchaseEventType>('placed', 'paid', 'delivered', 'cancelled', 'returned'),
    quantity: fc.integer({ min: 1, max: 4 }),
    hour: fc.integer({ min: 0, max: 5 }),
    unitPrice: fc.constantFrom(rub(100n), rub(200n), usd(100n)),
  })
  .map(({ type, hour, ...rest }) =>
    type === 'placed'
      ? { ...rest, type, occurredAt: at(hour), productExternalId: 'sku', buyer: {} }
      : { ...rest, type, occurredAt: at(hour) },
  );
const history = fc.uniqueArray(anyEvent, { selector: ({ key }) => key, maxLength: 12 });

describe('any history of an order line', () => {
  it('is the same in every order, with every repetition', () => {
    const scrambled = history.chain((events) =>
      fc.tuple(
        fc.constant(events),
        events.length === 0
          ? fc.constant([])
          : fc
              .tuple(fc.shuffledSubarray(events, { minLength: events.length }), fc.array(fc.constantFrom(...events)))
              .map(([shuffled, repeated]) => [...shuffled, ...repeated]),
      ),
    );
    fc.assert(fc.property(scrambled, ([events, other]) => expect(foldLine(other)).toEqual(foldLine(events))));
  });

  it('never has a unit too many or too few', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { bought, cancelled, returned, kept } = foldLine(events);
        expect(cancelled + returned + kept).toBe(bought);
        expect(Math.min(cancelled, returned, kept)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('that goes on never puts off since when all is paid and delivered', () => {
    fc.assert(
      fc.property(history, anyEvent, (events, next) => {
        fc.pre(next.type !== 'placed' && events.every(({ key }) => key !== next.key));
        const [before, afterwards] = [foldLine(events), foldLine([...events, next])];
        fc.pre(afterwards.kept > 0);
        for (const instant of ['paidAt', 'deliveredAt'] as const) {
          const was = before[instant];
          if (was) expect(afterwards[instant]!.getTime()).toBeLessThanOrEqual(was.getTime());
        }
      }),
    );
  });
});
