import { describe, expect, it } from '@jest/globals';
import { type AccountId, after, days, type FeedSessionId, newId, type ProductId, type SellerId } from '@moments/kernel';
import { buyerOf, lastTouch, type Purchase, type Touch, touchesBefore } from './last-touch.js';

const placedAt = new Date('2026-01-31T12:00:00Z');
const ago = (ms: number): Date => after(placedAt, -ms);
const purchase: Purchase = {
  buyerId: newId<'account'>(),
  productId: newId<'product'>(),
  sellerId: newId<'seller'>(),
  placedAt,
};
const touch = (change: Partial<Touch> & { productId?: ProductId; sellerId?: SellerId } = {}): Touch => {
  const clickedAt = change.clickedAt ?? ago(days(1));
  return {
    clickId: newId<'click'>(),
    openerId: purchase.buyerId!,
    momentId: newId<'moment'>(),
    creatorId: newId<'account'>(),
    productId: purchase.productId,
    sellerId: purchase.sellerId,
    clickedAt,
    countsUntil: after(clickedAt, days(7)),
    coversSeller: false,
    ...change,
  };
};
const another = (change: Partial<Touch> = {}): Touch => touch({ productId: newId<'product'>(), ...change });

describe('the click that a purchase is owed to', () => {
  it('is the last one on the product', () => {
    const [first, last] = [touch({ clickedAt: ago(days(2)) }), touch({ clickedAt: ago(days(1)) })];
    expect(lastTouch(purchase, [last, first])).toBe(last);
    expect(lastTouch(purchase, [])).toBeUndefined();
  });

  it('is in its window, to the last instant', () => {
    const onTime = touch({ clickedAt: ago(days(7)) });
    expect(lastTouch(purchase, [onTime])).toBe(onTime);
    expect(lastTouch(purchase, [touch({ clickedAt: ago(days(7) + 1) })])).toBeUndefined();
    const longer = touch({ clickedAt: ago(days(30)), countsUntil: placedAt });
    expect(lastTouch(purchase, [longer])).toBe(longer);
  });

  it('is not after the purchase', () => {
    const sameInstant = touch({ clickedAt: placedAt });
    expect(lastTouch(purchase, [sameInstant])).toBe(sameInstant);
    expect(lastTouch(purchase, [touch({ clickedAt: ago(-1) })])).toBeUndefined();
  });

  it('is of the same seller only when there is none on the product and the rule at the click says so', () => {
    const [own, covering] = [touch({ clickedAt: ago(days(3)) }), another({ coversSeller: true })];
    expect(lastTouch(purchase, [own, covering])).toBe(own);
    expect(lastTouch(purchase, [covering])).toBe(covering);
    expect(lastTouch(purchase, [another()])).toBeUndefined();
    expect(lastTouch(purchase, [another({ coversSeller: true, sellerId: newId<'seller'>() })])).toBeUndefined();
  });

  it('is never on the buyer’s own moment', () => {
    const others = touch({ clickedAt: ago(days(2)) });
    expect(lastTouch(purchase, [others, touch({ creatorId: purchase.buyerId })])).toBe(others);
  });

  it('ends a trail of all that counted, first touch first', () => {
    const [first, second] = [another({ coversSeller: true, clickedAt: ago(days(5)) }), touch()];
    expect(touchesBefore(purchase, [second, another(), first])).toEqual([first, second]);
  });
});

describe('the buyer', () => {
  const [ada, bob] = [newId<'account'>(), newId<'account'>()];
  const session = newId<'feedSession'>();
  const subject = { issuer: 'https://accounts.example', digest: '00' };
  const clickOf = (accountId?: AccountId): { accountId?: AccountId; feedSessionId: FeedSessionId } => ({
    accountId,
    feedSessionId: session,
  });

  it('is the account that was told of', () => {
    expect(buyerOf({ accountId: ada }, {})).toEqual({ accountId: ada });
    expect(buyerOf({ subject }, { accountId: ada })).toEqual({ accountId: ada });
    expect(buyerOf({ subject }, {})).toEqual({});
    expect(buyerOf({}, {})).toEqual({});
  });

  it('is also who clicked without having signed in', () => {
    expect(buyerOf({}, { click: clickOf() })).toEqual({ anonymous: session });
    expect(buyerOf({ accountId: ada }, { click: clickOf() })).toEqual({ accountId: ada, anonymous: session });
  });

  it('is the account that clicked only when nobody else was told of', () => {
    expect(buyerOf({}, { click: clickOf(bob) })).toEqual({ accountId: bob });
    expect(buyerOf({ accountId: ada }, { click: clickOf(bob) })).toEqual({ accountId: ada });
    expect(buyerOf({ subject }, { click: clickOf(bob) })).toEqual({});
  });
});
