import { describe, expect, it } from '@jest/globals';
import { type Evidence, type Family, verdictOf } from './verdict.js';

const bounds = { invalidFrom: 0.8, heldFrom: 0.5 };
const a = (strength: number, family: Family = 'audience', rule: string = family): Evidence => ({
  family,
  rule,
  strength,
  seen: {},
});

describe('the verdict on a view', () => {
  it('is none without a reason, or with a weak one', () => {
    expect(verdictOf([], bounds)).toBeUndefined();
    expect(verdictOf([a(0.49)], bounds)).toBeUndefined();
  });

  it('is held while it is only suspicious, and invalid when it is as good as sure', () => {
    expect(verdictOf([a(0.5)], bounds)?.verdict).toBe('held');
    expect(verdictOf([a(0.79)], bounds)?.verdict).toBe('held');
    expect(verdictOf([a(0.8)], bounds)?.verdict).toBe('invalid');
  });

  it('adds up reasons of different kinds', () => {
    expect(verdictOf([a(0.4, 'network'), a(0.4, 'person')], bounds)).toMatchObject({ verdict: 'held', strength: 0.64 });
    expect(verdictOf([a(0.6, 'network'), a(0.6, 'person')], bounds)?.verdict).toBe('invalid');
  });

  it('takes reasons of one kind for one: they are about the same viewers', () => {
    expect(verdictOf([a(0.6, 'audience', 'one'), a(0.6, 'audience', 'other')], bounds)?.strength).toBeCloseTo(0.6);
  });

  it('names the strongest rule and keeps every reason, the strongest first', () => {
    const verdict = verdictOf([a(0.3, 'network'), a(0.9, 'ring'), a(0.5, 'person')], bounds);
    expect(verdict?.rule).toBe('ring');
    expect(verdict?.findings.map(({ rule }) => rule)).toEqual(['ring', 'person', 'network']);
  });
});
