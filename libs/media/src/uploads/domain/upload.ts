import type { AccountId, Problem, UploadId } from '@moments/kernel';

/** What a file is uploaded for (`UploadPurpose` of the GraphQL contract). */
export const uploadPurposes = ['VIDEO', 'PHOTO', 'AVATAR'] as const;
export type UploadPurpose = (typeof uploadPurposes)[number];

/** Where an upload stands (`UploadStatus` of the GraphQL contract). */
export const uploadStatuses = ['PENDING', 'COMPLETED', 'ABORTED', 'EXPIRED', 'REJECTED'] as const;
export type UploadStatus = (typeof uploadStatuses)[number];

/** What an upload may become; a completed one expires when nobody uses it, and is rejected when its checksum is wrong. */
const uploadTransitions = {
  PENDING: ['COMPLETED', 'ABORTED', 'EXPIRED', 'REJECTED'],
  COMPLETED: ['EXPIRED', 'REJECTED'],
  ABORTED: [],
  EXPIRED: [],
  REJECTED: [],
} as const satisfies Record<UploadStatus, readonly UploadStatus[]>;

/** Whether an upload may go from one status to another. */
const mayBecome = (from: UploadStatus, to: UploadStatus): boolean =>
  (uploadTransitions[from] as readonly UploadStatus[]).includes(to);

/** Every status from which an upload may become `to`. */
export const statusesBefore = (to: UploadStatus): UploadStatus[] =>
  uploadStatuses.filter((from) => mayBecome(from, to));

/** An upload as its owner sees it. */
export interface UploadView {
  id: UploadId;
  accountId: AccountId;
  purpose: UploadPurpose;
  status: UploadStatus;
  sizeBytes: number;
  partSizeBytes: number;
  /** The store's own name for the parts that are arriving; missing until it has opened the upload. */
  multipartId?: string;
  /** Until then parts are taken; afterwards the upload is swept. */
  expiresAt: Date;
  /** Why the file cannot be used; only when `REJECTED`. */
  rejection?: Problem;
}

/** The kind of asset that is made of an upload. */
export function assetKindOf(purpose: UploadPurpose): 'video' | 'photo' {
  return purpose === 'VIDEO' ? 'video' : 'photo';
}
