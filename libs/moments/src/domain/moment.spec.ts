import { describe, expect, it } from '@jest/globals';
import { isVisible, mayBecome, momentStatuses, momentTransitions } from './moment.js';

describe('a moment’s status', () => {
  it('leads everywhere to REMOVED, and from there nowhere', () => {
    for (const status of momentStatuses) expect(mayBecome(status, 'REMOVED')).toBe(status !== 'REMOVED');
    expect(momentTransitions.REMOVED).toEqual([]);
  });

  it('never goes back to PROCESSING, and from FAILED to nothing that is shown', () => {
    for (const status of momentStatuses) expect(mayBecome(status, 'PROCESSING')).toBe(false);
    expect(momentTransitions.FAILED).toEqual(['REMOVED']);
  });

  it.each(momentStatuses)('%s is seen by the right people', (status) => {
    const moment = { status, authorId: 'ada' };

    expect(isVisible(moment, 'ada')).toBe(status !== 'REMOVED');
    expect(isVisible(moment, 'bob')).toBe(status === 'PUBLISHED');
    expect(isVisible(moment, undefined)).toBe(status === 'PUBLISHED');
  });
});
