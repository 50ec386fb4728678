import { describe, expect, it } from '@jest/globals';
import { type AccountId, type BusinessDay, currency, newId } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { changesOf } from './changes.js';
import type { Earning } from './earning.js';

const [ada, ben] = [newId<'account'>(), newId<'account'>()];
const [monday, tuesday] = ['2026-03-02', '2026-03-03'] as BusinessDay[];
const earning = (creatorId: AccountId, minor: bigint, change: Partial<Earning>): Earning => ({
  ...{
    key: newId(),
    creatorId,
    day: '2026-03-05' as BusinessDay,
    kind: 'CORRECTION',
    source: addresses.platformRewards,
  },
  ...{ amount: { minor, currency: currency('RUB') }, availableAt: new Date(0), basis: { inputs: {}, formula: '0' } },
  ...change,
});

describe('what creators are told of a recording', () => {
  it('is each one’s sum for each day that is corrected', () => {
    const found = changesOf([
      earning(ada, -300n, { corrects: monday }),
      earning(ada, 100n, { corrects: monday }),
      earning(ada, 5n, { corrects: tuesday }),
      earning(ben, -7n, { corrects: monday }),
    ]);
    expect(found).toEqual([
      {
        ...{ reason: 'DAY_CORRECTED', day: monday, currency: 'RUB' },
        creators: [
          { creatorId: ada, amountMinor: '-200' },
          { creatorId: ben, amountMinor: '-7' },
        ],
      },
      { reason: 'DAY_CORRECTED', day: tuesday, currency: 'RUB', creators: [{ creatorId: ada, amountMinor: '5' }] },
    ]);
  });

  it('is what is taken back of commissions', () => {
    expect(changesOf([earning(ada, -5_000n, { kind: 'RETURN_CLAWBACK' })])).toEqual([
      { reason: 'COMMISSION_TAKEN_BACK', currency: 'RUB', creators: [{ creatorId: ada, amountMinor: '-5000' }] },
    ]);
  });

  it('is nothing of what is earned, nor of what comes to nothing', () => {
    const moved = [earning(ada, -5n, { corrects: monday }), earning(ada, 5n, { corrects: monday })];
    expect(changesOf([earning(ada, 5n, { kind: 'VIEW_REWARD' }), ...moved])).toEqual([]);
  });
});
