import type { Texts } from './texts.js';

export const en: Texts = {
  somebody: 'Somebody',
  reasons: {
    SPAM: 'spam',
    NUDITY: 'nudity',
    VIOLENCE: 'violence',
    HATE: 'hate',
    FRAUD: 'fraud',
    COPYRIGHT: 'copyright',
    MISLEADING_PRODUCT: 'misleading product',
    OTHER: 'breach of the rules',
  },
  kinds: {
    NEW_FOLLOWER: {
      one: '{a} follows you',
      two: '{a} and {b} follow you',
      more: { one: '{a} and {count} other follow you', other: '{a} and {count} others follow you' },
    },
    MOMENT_LIKED: {
      one: '{a} liked your moment',
      two: '{a} and {b} liked your moment',
      more: { one: '{a} and {count} other liked your moment', other: '{a} and {count} others liked your moment' },
    },
    MOMENT_COMMENTED: {
      one: '{a} commented on your moment',
      two: '{a} and {b} commented on your moment',
      more: {
        one: '{a} and {count} other commented on your moment',
        other: '{a} and {count} others commented on your moment',
      },
    },
    COMMENT_REPLIED: {
      one: '{a} replied to your comment',
      two: '{a} and {b} replied to your comment',
      more: {
        one: '{a} and {count} other replied to your comment',
        other: '{a} and {count} others replied to your comment',
      },
    },
    COMMENT_LIKED: {
      one: '{a} liked your comment',
      two: '{a} and {b} liked your comment',
      more: { one: '{a} and {count} other liked your comment', other: '{a} and {count} others liked your comment' },
    },
    COMMENT_PINNED: {
      one: '{a} pinned your comment',
      two: '{a} and {b} pinned your comment',
      more: { one: '{a} and {count} other pinned your comment', other: '{a} and {count} others pinned your comment' },
    },
    MOMENT_PUBLISHED: { plain: 'Your moment is published' },
    MOMENT_FAILED: { plain: 'Your moment could not be made: its file cannot be used' },
    MOMENT_REJECTED: { plain: 'Your moment was taken down', because: 'Your moment was taken down: {reason}' },
    MOMENT_RESTORED: { plain: 'Your moment is shown again' },
    COMMENT_REMOVED: { plain: 'Your comment was removed', because: 'Your comment was removed: {reason}' },
    PROFILE_RESET: { plain: 'Your profile was cleared', because: 'Your profile was cleared: {reason}' },
    AVATAR_FAILED: { plain: 'Your new picture cannot be used' },
    MONETIZATION_APPROVED: { plain: 'You earn with your moments from today on' },
    MONETIZATION_REFUSED: { plain: 'Your application to earn was refused' },
    MONETIZATION_SUSPENDED: { plain: 'Your earnings are suspended' },
    MONETIZATION_LIFTED: { plain: 'You earn with your moments again' },
    FUND_SHARE_PAID: { plain: 'You received a share of a creator fund' },
  },
};
