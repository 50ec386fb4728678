import { randomUUID } from 'node:crypto';
import { anybody, key, nothing, notOneself, of, oneself, ownerOnly, withAnother, type Row } from './row.js';

/** What people do with accounts, profiles, moments and each other. */
export const ofPeople: Readonly<Record<string, Row>> = {
  signUp: {
    call: () => 'signUp(input: { email: "", password: "", handle: "", displayName: "", region: "RU" })',
    outcomes: anybody('INVALID_INPUT'),
  },
  signIn: {
    call: () => `signIn(input: { email: "${randomUUID()}@example.com", password: "kedr-vetka-8-zima" })`,
    outcomes: anybody('UNAUTHENTICATED'),
  },
  refreshSession: { call: () => 'refreshSession(refreshToken: "nobody’s")', outcomes: anybody('UNAUTHENTICATED') },
  signOut: { call: () => 'signOut', outcomes: oneself },
  revokeSession: { call: () => `revokeSession(id: "${nothing('ses')}")`, outcomes: of('NOT_FOUND') },
  // Those of this test signed up elsewhere: they have no password to change, and need none to leave.
  changePassword: {
    call: () => 'changePassword(input: { currentPassword: "not it, not it", newPassword: "sosna-krona-9-leto" })',
    outcomes: of('INVALID_STATE'),
  },
  deleteAccount: { call: () => 'deleteAccount(password: "")', outcomes: oneself },

  updateProfile: { call: () => 'updateProfile(input: { bio: "Here I am" })', outcomes: oneself },
  follow: { call: ({ profileId }) => `follow(profileId: "${profileId}")`, outcomes: notOneself },
  unfollow: { call: ({ profileId }) => `unfollow(profileId: "${profileId}")`, outcomes: withAnother },
  block: { call: ({ profileId }) => `block(profileId: "${profileId}")`, outcomes: notOneself },
  unblock: { call: ({ profileId }) => `unblock(profileId: "${profileId}")`, outcomes: withAnother },
  mute: { call: ({ profileId }) => `mute(profileId: "${profileId}")`, outcomes: notOneself },
  unmute: { call: ({ profileId }) => `unmute(profileId: "${profileId}")`, outcomes: withAnother },
  like: { call: ({ momentId }) => `like(momentId: "${momentId}")`, outcomes: withAnother },
  unlike: { call: ({ momentId }) => `unlike(momentId: "${momentId}")`, outcomes: withAnother },
  save: { call: ({ momentId }) => `save(momentId: "${momentId}")`, outcomes: withAnother },
  unsave: { call: ({ momentId }) => `unsave(momentId: "${momentId}")`, outcomes: withAnother },
  share: { call: ({ momentId }) => `share(momentId: "${momentId}")`, outcomes: withAnother },
  notInterested: { call: ({ momentId }) => `notInterested(momentId: "${momentId}")`, outcomes: withAnother },
  addComment: {
    call: ({ momentId }) => `addComment(input: { momentId: "${momentId}", text: "${randomUUID()}", ${key()} })`,
    outcomes: withAnother,
  },
  // Its writer and the moment's author; others may see it, so they are told that it is not theirs to delete.
  deleteComment: {
    call: async ({ commentId }) => `deleteComment(commentId: "${await commentId()}")`,
    outcomes: { ...withAnother, moderator: 'FORBIDDEN' },
  },
  likeComment: {
    call: async ({ commentId }) => `likeComment(commentId: "${await commentId()}")`,
    outcomes: withAnother,
  },
  unlikeComment: {
    call: async ({ commentId }) => `unlikeComment(commentId: "${await commentId()}")`,
    outcomes: withAnother,
  },
  pinComment: {
    call: async ({ commentId }) => `pinComment(commentId: "${await commentId()}")`,
    outcomes: of('FORBIDDEN', { self: 'done', blocked: 'NOT_FOUND' }),
  },
  unpinComment: {
    call: async ({ commentId }) => `unpinComment(commentId: "${await commentId()}")`,
    outcomes: of('FORBIDDEN', { self: 'done', blocked: 'NOT_FOUND' }),
  },
  report: {
    call: ({ momentId }) => `report(input: { subjectId: "${momentId}", reason: SPAM })`,
    outcomes: notOneself,
  },
  markNotificationsRead: { call: () => 'markNotificationsRead', outcomes: oneself },
  setNotificationSetting: {
    call: () => 'setNotificationSetting(kind: "MOMENT_LIKED", enabled: true)',
    outcomes: oneself,
  },

  startUpload: {
    call: () =>
      `startUpload(input: { purpose: PHOTO, fileName: "a.jpg", contentType: "image/jpeg", byteSize: 10, ${key()} })`,
    outcomes: oneself,
  },
  completeUpload: {
    call: async ({ uploadId }) => `completeUpload(input: { uploadId: "${await uploadId()}", parts: [] })`,
    outcomes: of('NOT_FOUND', { self: 'INVALID_INPUT' }),
  },
  abortUpload: { call: async ({ uploadId }) => `abortUpload(uploadId: "${await uploadId()}")`, outcomes: ownerOnly },
  createMoment: {
    call: async ({ uploadId }) => `createMoment(input: { uploadIds: ["${await uploadId()}"], caption: "", ${key()} })`,
    outcomes: of('NOT_FOUND', { self: 'INVALID_STATE' }),
  },
  updateMoment: {
    call: ({ momentId }) => `updateMoment(input: { momentId: "${momentId}", caption: "New words" })`,
    outcomes: ownerOnly,
  },
  deleteMoment: { call: ({ momentId }) => `deleteMoment(momentId: "${momentId}")`, outcomes: ownerOnly },
  appealModeration: {
    call: async ({ rejectedMomentId }) =>
      `appealModeration(momentId: "${await rejectedMomentId()}", text: "Look again, please")`,
    outcomes: ownerOnly,
  },
  recordViews: { call: () => 'recordViews(input: { events: [] })', outcomes: anybody('done') },

  // Signed in or not: whoever it was served to and may still see it.
  openProductCard: {
    call: async ({ momentId, productId, playbackToken }, as) =>
      `openProductCard(input: { momentId: "${momentId}", productId: "${productId}", ${key()},
        playbackToken: "${await playbackToken(as)}" })`,
    outcomes: { ...withAnother, anonymous: 'done' },
  },

  decideModeration: {
    call: async ({ caseId }) => `decideModeration(caseId: "${await caseId()}", approve: true)`,
    outcomes: of('FORBIDDEN', { moderator: 'done' }),
  },
};
