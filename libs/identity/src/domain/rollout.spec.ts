import { describe, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import fc from 'fast-check';
import { bucketOf } from '../rollout/bucket.js';
import { closedReason, features, type RolloutRule } from './rollout.js';

const rule = (change: Partial<RolloutRule>): RolloutRule => ({ regions: [], percent: 100, accountIds: [], ...change });
const accountId = newId<'account'>();

describe('a feature', () => {
  it('without a rule is closed', () => {
    expect(closedReason(undefined, { accountId, region: 'RU' }, 0)).toBe('closed');
  });

  it('without a list of regions is open everywhere', () => {
    expect(closedReason(rule({}), { accountId, region: 'TR' }, 99)).toBeUndefined();
  });

  it('is open in the listed regions only', () => {
    expect(closedReason(rule({ regions: ['RU', 'KZ'] }), { accountId, region: 'KZ' }, 0)).toBeUndefined();
    expect(closedReason(rule({ regions: ['RU', 'KZ'] }), { accountId, region: 'TR' }, 0)).toBe('not_in_your_region');
    expect(closedReason(rule({ regions: ['RU', 'KZ'] }), { accountId }, 0)).toBe('not_in_your_region');
  });

  it('is open to the accounts below its percentage', () => {
    expect(closedReason(rule({ percent: 30 }), { accountId, region: 'RU' }, 29)).toBeUndefined();
    expect(closedReason(rule({ percent: 30 }), { accountId, region: 'RU' }, 30)).toBe('not_for_you_yet');
  });

  it('is open to the accounts on its list, whatever the rest says', () => {
    const closed = rule({ regions: ['TR'], percent: 0, accountIds: [accountId] });
    expect(closedReason(closed, { accountId, region: 'RU' }, 99)).toBeUndefined();
    expect(closedReason(closed, { accountId: newId<'account'>(), region: 'TR' }, 0)).toBe('closed');
  });

  it('is open to somebody without an account only when it is open to all', () => {
    expect(closedReason(rule({ percent: 100 }), { region: 'RU' }, undefined)).toBeUndefined();
    expect(closedReason(rule({ percent: 99 }), { region: 'RU' }, undefined)).toBe('not_for_you_yet');
  });
});

describe('an account’s place in a rollout', () => {
  const account = fc.constant(null).map(() => newId<'account'>());
  const feature = fc.constantFrom(...features);

  it('never changes', () => {
    fc.assert(fc.property(feature, account, (name, id) => bucketOf(name, id) === bucketOf(name, id)));
    const known = '018f4c1e-7a52-7cc1-9c3e-2f1a5b6c7d8e' as typeof accountId;
    expect(features.map((name) => bucketOf(name, known))).toMatchInlineSnapshot(`
      [
        71,
        8,
        6,
      ]
    `);
  });

  it('is never lost by raising the percentage', () => {
    const percents = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }));
    fc.assert(
      fc.property(feature, account, percents, (name, id, [one, other]) => {
        const isOpenAt = (percent: number) =>
          closedReason(rule({ percent }), { accountId: id, region: 'RU' }, bucketOf(name, id)) === undefined;
        return !isOpenAt(Math.min(one, other)) || isOpenAt(Math.max(one, other));
      }),
    );
  });

  it('spreads accounts evenly, and not the same ones first for every feature', () => {
    const accounts = Array.from({ length: 20_000 }, () => newId<'account'>());
    const first = new Set(accounts.filter((id) => bucketOf('MOMENTS', id) < 10));
    const both = accounts.filter((id) => first.has(id) && bucketOf('MONETIZATION', id) < 10);
    // 10 % and 1 % of 20,000, within five standard deviations.
    expect(Math.abs(first.size - 2_000)).toBeLessThan(5 * Math.sqrt(20_000 * 0.1 * 0.9));
    expect(Math.abs(both.length - 200)).toBeLessThan(5 * Math.sqrt(20_000 * 0.01 * 0.99));
  });
});
