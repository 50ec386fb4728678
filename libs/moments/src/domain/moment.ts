import type { CampaignId, ReportReason } from '@moments/kernel';

/** What a moment is made of (`MomentKind` of the GraphQL contract). */
export const momentKinds = ['VIDEO', 'PHOTO'] as const;
export type MomentKind = (typeof momentKinds)[number];

/** Where a moment stands (`MomentStatus` of the GraphQL contract). DRAFT: ready, and waiting for its hour. */
export const momentStatuses = [
  'DRAFT',
  'PROCESSING',
  'IN_REVIEW',
  'PUBLISHED',
  'FAILED',
  'REJECTED',
  'REMOVED',
] as const;
export type MomentStatus = (typeof momentStatuses)[number];

/** What its author is told of a moment that moderators took away. */
export interface Rejection {
  reason: ReportReason;
  /** The moderator's own words; empty when there were none. */
  message: string;
  /** Whether the author may still ask for another look. */
  appealable: boolean;
}

/** Whom a moment advertises for. */
export interface Disclosure {
  advertiser: string;
  /** The token under which the advertisement is registered; missing where the order has none. */
  erid?: string;
}

/** The order that a moment is made for. It is not published before the order lets it out. */
export interface MomentCampaign {
  campaignId: CampaignId;
  disclosure: Disclosure;
}

/** What a moment may become. */
export const momentTransitions = {
  PROCESSING: ['DRAFT', 'IN_REVIEW', 'PUBLISHED', 'FAILED', 'REMOVED'],
  DRAFT: ['IN_REVIEW', 'PUBLISHED', 'REMOVED'],
  IN_REVIEW: ['PUBLISHED', 'REJECTED', 'REMOVED'],
  PUBLISHED: ['IN_REVIEW', 'REJECTED', 'REMOVED'],
  REJECTED: ['IN_REVIEW', 'PUBLISHED', 'REMOVED'],
  FAILED: ['REMOVED'],
  REMOVED: [],
} as const satisfies Record<MomentStatus, readonly MomentStatus[]>;

/** Whether a moment may go from one status to another. */
export const mayBecome = (from: MomentStatus, to: MomentStatus): boolean =>
  (momentTransitions[from] as readonly MomentStatus[]).includes(to);

/** Statuses in which the author may still change the words. */
export const editable: readonly MomentStatus[] = ['DRAFT', 'PROCESSING', 'IN_REVIEW', 'PUBLISHED'];

/** What an author sees of their own: everything that is still there. */
export const present: readonly MomentStatus[] = momentStatuses.filter((status) => status !== 'REMOVED');

/** Who may see a moment: everybody once it is published, only its author before and otherwise, nobody once removed. */
export function isVisible<Account extends string>(
  moment: { status: MomentStatus; authorId: Account },
  viewer: Account | undefined,
): boolean {
  switch (moment.status) {
    case 'PUBLISHED':
      return true;
    case 'REMOVED':
      return false;
    case 'DRAFT':
    case 'PROCESSING':
    case 'IN_REVIEW':
    case 'FAILED':
    case 'REJECTED':
      return moment.authorId === viewer;
  }
}
