import { describe, expect, it } from '@jest/globals';
import { afterEvent, type BankWord, eventsOf, payoutStatuses, type PayoutStatus } from './payout-machine.js';

const told = (status: PayoutStatus, ...words: BankWord[]): PayoutStatus =>
  words
    .flatMap((word) => [word])
    .reduce((now, word) => (eventsOf(word, now) ?? []).reduce((at, event) => afterEvent(at, event) ?? at, now), status);

describe('a payout', () => {
  it('goes to the bank once, and only when it is approved', () => {
    const sendable = payoutStatuses.filter((status) => afterEvent(status, 'send'));
    expect(sendable).toEqual(['APPROVED']);
  });

  it('never leaves the end: what is returned or rejected stays so', () => {
    for (const end of ['RETURNED', 'REJECTED'] as const) {
      for (const event of ['approve', 'reject', 'send', 'settle', 'refuse', 'giveBack'] as const) {
        expect(afterEvent(end, event)).toBeUndefined();
      }
    }
  });

  it('ends the same whichever of two words comes first, and however often', () => {
    expect(told('SENT', 'settled', 'returned')).toBe('RETURNED');
    expect(told('SENT', 'returned', 'settled')).toBe('RETURNED');
    expect(told('SENT', 'returned', 'settled', 'returned', 'settled')).toBe('RETURNED');
    expect(told('SENT', 'refused', 'refused')).toBe('REJECTED');
  });

  it('does not follow a bank that contradicts itself, or tells of what it was never sent', () => {
    expect(eventsOf('refused', 'PAID')).toBeUndefined();
    expect(eventsOf('settled', 'REJECTED')).toBeUndefined();
    expect(eventsOf('returned', 'REJECTED')).toBeUndefined();
    expect(eventsOf('settled', 'APPROVED')).toBeUndefined();
    expect(eventsOf('settled', 'REQUESTED')).toBeUndefined();
  });

  it('does everything that a word asks for where it is asked for', () => {
    for (const status of payoutStatuses) {
      for (const word of ['settled', 'refused', 'returned'] as const) {
        let now = status;
        for (const event of eventsOf(word, status) ?? []) {
          const next = afterEvent(now, event);
          expect(next).toBeDefined();
          now = next ?? now;
        }
      }
    }
  });
});
