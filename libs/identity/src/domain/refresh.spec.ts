import { describe, expect, it } from '@jest/globals';
import { after, days } from '@moments/kernel';
import { openSuccessor, sealSuccessor, newRefreshToken } from '../sessions/refresh-secret.js';
import { decideRefresh, type PresentedToken } from './refresh.js';

const now = new Date('2026-11-22T10:00:00Z');
const token = (change: Partial<PresentedToken> = {}): PresentedToken => ({
  usedAt: null,
  sessionEndedAt: null,
  sessionExpiresAt: after(now, days(1)),
  ...change,
});
const alone = { overlapped: false, successorUsed: false, now, graceMs: 0 };

describe('a refresh token', () => {
  it('is traded for its successor the first time', () => {
    expect(decideRefresh(token(), alone)).toBe('rotate');
  });

  it('ends the session when it comes back after its use', () => {
    expect(decideRefresh(token({ usedAt: after(now, -1) }), alone)).toBe('replayed');
  });

  it('brings the same successor again to a request that overlapped with its use', () => {
    expect(decideRefresh(token({ usedAt: now }), { ...alone, overlapped: true })).toBe('repeat');
  });

  it('brings the same successor again within the grace, and not a millisecond later', () => {
    const used = token({ usedAt: after(now, -999) });
    expect(decideRefresh(used, { ...alone, graceMs: 1_000 })).toBe('repeat');
    expect(decideRefresh(used, { ...alone, graceMs: 999 })).toBe('replayed');
  });

  it('ends the session within the grace, too, once its successor was used: the answer had arrived', () => {
    const used = token({ usedAt: after(now, -1) });
    expect(decideRefresh(used, { ...alone, graceMs: 1_000, successorUsed: true })).toBe('replayed');
  });

  it('is worth nothing once its session has ended, used or not', () => {
    expect(decideRefresh(token({ sessionEndedAt: now }), alone)).toBe('ended');
    expect(decideRefresh(token({ sessionEndedAt: now, usedAt: now }), { ...alone, overlapped: true })).toBe('ended');
  });

  it('runs out with its session', () => {
    expect(decideRefresh(token({ sessionExpiresAt: after(now, 1) }), alone)).toBe('rotate');
    expect(decideRefresh(token({ sessionExpiresAt: now }), alone)).toBe('expired');
  });
});

describe('a sealed successor', () => {
  it('is read with its predecessor in hand, and with nothing else', () => {
    const [predecessor, successor] = [newRefreshToken(), newRefreshToken()];
    const sealed = sealSuccessor(predecessor, successor);
    expect(sealed.toString('latin1')).not.toContain(successor);
    expect(openSuccessor(predecessor, sealed)).toBe(successor);
    expect(() => openSuccessor(newRefreshToken(), sealed)).toThrow();
  });
});
