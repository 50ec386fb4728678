import { describe, expect, it } from '@jest/globals';
import { after, days } from '@moments/kernel';
import { belongsTo, isSameDecision, type KnownCase } from './moderation-case.js';

const now = new Date('2026-11-22T12:00:00Z');
const rules = { settledDays: 30 };
const report = { reason: 'SPAM', now } as const;
const closed = (change: Partial<KnownCase>): KnownCase => ({
  outcome: 'APPROVED',
  closedAt: after(now, -days(1)),
  reasons: ['SPAM'],
  ...change,
});

describe('a report belongs to the last case', () => {
  it('while that is open, whatever its reason', () => {
    expect(belongsTo({ outcome: null, closedAt: null, reasons: ['HATE'] }, report, rules)).toBe(true);
  });

  it('when that was let stand for the same reason, until its days are over', () => {
    expect(belongsTo(closed({ closedAt: after(now, 1 - days(30)) }), report, rules)).toBe(true);
    expect(belongsTo(closed({ closedAt: after(now, -days(30)) }), report, rules)).toBe(false);
  });

  it('but not for a reason that was not thought of', () => {
    expect(belongsTo(closed({ reasons: ['HATE', 'FRAUD'] }), report, rules)).toBe(false);
  });

  it.each(['REJECTED', 'GONE'] as const)('but not when that ended as %s', (outcome) => {
    expect(belongsTo(closed({ outcome }), report, rules)).toBe(false);
  });
});

describe('a decision is the same as the one that stands', () => {
  const rejected = { outcome: 'REJECTED', reason: 'SPAM', message: 'Links.' } as const;
  const approved = { outcome: 'APPROVED', reason: null, message: null } as const;

  it('when outcome, reason and words are', () => {
    expect(isSameDecision(rejected, rejected)).toBe(true);
    expect(isSameDecision(approved, { outcome: 'APPROVED' })).toBe(true);
  });

  it.each([
    { outcome: 'APPROVED' } as const,
    { ...rejected, reason: 'HATE' } as const,
    { ...rejected, message: '' } as const,
  ])('and not when it is %j', (decision) => {
    expect(isSameDecision(rejected, decision)).toBe(false);
  });

  it('never for a case that closed by itself', () => {
    expect(isSameDecision({ outcome: 'GONE', reason: null, message: null }, { outcome: 'APPROVED' })).toBe(false);
  });
});
