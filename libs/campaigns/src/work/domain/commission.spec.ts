import { describe, expect, it } from '@jest/globals';
import { currency } from '@moments/kernel';
import fc from 'fast-check';
import { commissionOf } from './commission.js';

const kopecks = (minor: bigint) => ({ minor, currency: currency('RUB') });

describe('the commission of a purchase', () => {
  it.each([
    [100_000n, 1_000, 10_000n],
    [99_999n, 1_000, 10_000n],
    [5n, 1_000, 1n],
    [4n, 1_000, 0n],
    [100n, 0, 0n],
    [100n, 10_000, 100n],
  ])('of %s kopecks at %s hundredths of a per cent is %s', (confirmed, bps, due) => {
    const state = { confirmed: kopecks(confirmed), bps, paid: kopecks(0n), left: kopecks(1_000_000n) };
    expect(commissionOf(state)).toEqual(kopecks(due));
  });

  it('is what the formula of its statement line says, and never more than there is', () => {
    const minor = fc.bigInt({ min: 0n, max: 10_000_000_000n });
    fc.assert(
      fc.property(minor, fc.integer({ min: 0, max: 10_000 }), minor, minor, (confirmed, bps, paid, left) => {
        const due = commissionOf({ confirmed: kopecks(confirmed), bps, paid: kopecks(paid), left: kopecks(left) });
        const share = (confirmed * BigInt(bps) + 5_000n) / 10_000n;
        expect(due.minor).toBe(share < paid + left ? share : paid + left);
      }),
    );
  });
});
