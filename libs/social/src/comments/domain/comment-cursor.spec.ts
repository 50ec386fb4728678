import { describe, expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor, newId, timeCursor } from '@moments/kernel';
import fc from 'fast-check';
import { commentCursor, readCommentPosition, readReplyPosition, replyCursor } from './comment-cursor.js';

const momentId = newId<'moment'>();
const commentId = newId<'comment'>();
const at = new Date('2026-01-31T12:00:00.123Z');
const id = newId<'comment'>();
const ofMoment = (cursor: string, moment = momentId) => readCommentPosition(moment, decodeCursor(cursor));
const ofComment = (cursor: string, comment = commentId) => readReplyPosition(comment, decodeCursor(cursor));

describe('cursors of comments', () => {
  it.each([true, false])('open where they were made, pinned: %s', (pinned) => {
    expect(ofMoment(commentCursor(momentId, { pinned, at, id }))).toEqual({ pinned, at, id });
    expect(ofComment(replyCursor(commentId, { at, id }))).toEqual({ at, id });
  });

  it('open no other list', () => {
    const comments = commentCursor(momentId, { pinned: false, at, id });
    const replies = replyCursor(commentId, { at, id });
    expect(ofMoment(comments, newId())).toBeUndefined();
    expect(ofComment(replies, newId())).toBeUndefined();
    expect(ofMoment(replies)).toBeUndefined();
    expect(ofComment(comments)).toBeUndefined();
    expect(ofMoment(timeCursor({ at, id }))).toBeUndefined();
    expect(ofComment(timeCursor({ at, id }))).toBeUndefined();
  });

  it.each([
    ['c', momentId, 2, at.getTime(), id],
    ['c', momentId, true, at.getTime(), id],
    ['c', momentId, 1, -1, id],
    ['c', momentId, 1, 1.5, id],
    ['c', momentId, 1, 1e18, id],
    ['c', momentId, 1, at.toISOString(), id],
    ['c', momentId, 1, at.getTime(), "'; drop table comments"],
    ['c', momentId, 1, at.getTime(), id, 1],
    ['x', momentId, 1, at.getTime(), id],
  ])('tampered with open nothing: %j', (...content) => {
    expect(ofMoment(encodeCursor(content))).toBeUndefined();
  });

  it('made of anything are read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(fc.anything(), { maxLength: 6 })), (content) => {
        readCommentPosition(momentId, content);
        readReplyPosition(commentId, content);
      }),
    );
  });
});
