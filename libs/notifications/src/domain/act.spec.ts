import { describe, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import { type Act, isOwn, momentOf } from './act.js';

const [ada, momentId, commentId] = [newId<'account'>(), newId<'moment'>(), newId<'comment'>()];
const act = (kind: Act['kind'], more: Partial<Act> = {}): Act => ({
  kind,
  recipientId: ada,
  subjectId: momentId,
  ...more,
});

describe('an act', () => {
  it('goes with the moment that it is about, or happened in', () => {
    expect(momentOf(act('MOMENT_LIKED'))).toBe(momentId);
    expect(momentOf(act('COMMENT_LIKED', { subjectId: commentId, momentId }))).toBe(momentId);
  });

  it('stays when it tells what became of something, or is about a profile', () => {
    expect(momentOf(act('COMMENT_REMOVED'))).toBeNull();
    expect(momentOf(act('NEW_FOLLOWER', { subjectId: ada }))).toBeNull();
  });

  it('is one’s own when one did it oneself, and not when the platform did', () => {
    expect(isOwn(act('MOMENT_LIKED', { actorId: ada }))).toBe(true);
    expect(isOwn(act('MOMENT_LIKED', { actorId: newId() }))).toBe(false);
    expect(isOwn(act('MOMENT_PUBLISHED'))).toBe(false);
  });
});
