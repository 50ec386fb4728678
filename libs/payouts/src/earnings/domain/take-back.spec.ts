import { describe, expect, it } from '@jest/globals';
import { currency, newId } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import fc from 'fast-check';
import { releasedPostings, takeBack, takenBackPostings } from './take-back.js';

const creator = newId<'account'>();
const accounts = {
  pending: addresses.creatorPending(creator),
  available: addresses.creatorAvailable(creator),
  debt: addresses.creatorDebt(creator),
};
const rub = currency('RUB');
const minor = fc.bigInt({ min: 0n, max: 10n ** 12n });

describe('taking back', () => {
  it('takes all that is asked, of each place never more than there is, and owes only what nobody has', () => {
    fc.assert(
      fc.property(minor, fc.array(minor, { maxLength: 5 }), minor, (wanted, remaining, available) => {
        const lines = remaining.map((left, index) => ({ lineId: `${index}`, remaining: left }));
        const held = remaining.reduce((sum, left) => sum + left, 0n);
        const { fromPending, fromAvailable, owed } = takeBack(wanted, lines, available);
        expect(fromPending + fromAvailable + owed).toBe(wanted);
        expect(fromPending).toBe(wanted < held ? wanted : held);
        expect(fromAvailable <= available).toBe(true);
        if (owed > 0n) expect([fromPending, fromAvailable]).toEqual([held, available]);
        expect(lines.reduce((sum, line) => sum + line.remaining, 0n)).toBe(held - fromPending);
        expect(lines.every((line) => line.remaining >= 0n)).toBe(true);
      }),
    );
  });

  it('does not take what is reserved: available below nothing counts as nothing', () => {
    expect(takeBack(5n, [], -3n)).toEqual({ fromPending: 0n, fromAvailable: 0n, owed: 5n });
  });

  it('posts nothing for places that nothing is taken from', () => {
    const taken = { fromPending: 0n, fromAvailable: 7n, owed: 0n };
    const postings = takenBackPostings(taken, { accounts, source: addresses.platformRewards, currency: rub });
    expect(postings).toEqual([
      { from: accounts.available, to: addresses.platformRewards, amount: { minor: 7n, currency: rub } },
    ]);
  });
});

describe('releasing', () => {
  it('makes good what is owed first, and never more than is owed', () => {
    fc.assert(
      fc.property(
        minor.filter((released) => released > 0n),
        minor,
        (released, debt) => {
          const postings = releasedPostings(released, { accounts, debt, currency: rub });
          const to = (address: string) =>
            postings.filter((each) => each.to === address).reduce((sum, { amount }) => sum + amount.minor, 0n);
          expect(to(accounts.debt)).toBe(released < debt ? released : debt);
          expect(to(accounts.debt) + to(accounts.available)).toBe(released);
          expect(postings.every(({ amount }) => amount.minor > 0n)).toBe(true);
        },
      ),
    );
  });
});
