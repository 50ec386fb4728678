import {
  EmptyUpload,
  TooManyUploads,
  UnfitContentType,
  UploadPurposeClosed,
  UploadTooLarge,
} from '../uploads.errors.js';
import type { UploadPurpose } from './upload.js';

/** What one account may bring in. */
export interface UploadLimits {
  /** Largest file by purpose, bytes; a purpose that is missing is closed. */
  maxBytes: Partial<Record<UploadPurpose, number>>;
  /** Uploads that may be open at once. */
  maxOpen: number;
  /** Bytes announced within 24 hours. */
  maxBytesPerDay: number;
}

/** What an account has brought in so far. */
export interface UploadUsage {
  open: number;
  bytesToday: number;
}

interface Announcement {
  purpose: UploadPurpose;
  contentType: string;
  sizeBytes: number;
}

// Some phones announce no better type than application/…; what the bytes are is judged later, from the bytes.
const fitting: Partial<Record<UploadPurpose, RegExp>> = {
  VIDEO: /^(video|application)\//,
  PHOTO: /^(image\/|application\/octet-stream$)/,
  AVATAR: /^(image\/|application\/octet-stream$)/,
};

/** Decides whether an upload may be started; throws an error of uploads.errors.ts that says which limit it breaks. */
export function admitUpload(
  { purpose, contentType, sizeBytes }: Announcement,
  usage: UploadUsage,
  limits: UploadLimits,
) {
  const maxBytes = limits.maxBytes[purpose];
  if (maxBytes === undefined) throw new UploadPurposeClosed(purpose);
  if (sizeBytes < 1) throw new EmptyUpload();
  if (sizeBytes > maxBytes) throw new UploadTooLarge(sizeBytes, maxBytes);
  if (!fitting[purpose]?.test(contentType)) throw new UnfitContentType(contentType, purpose);
  if (usage.open >= limits.maxOpen) throw new TooManyUploads('open', limits.maxOpen);
  if (usage.bytesToday + sizeBytes > limits.maxBytesPerDay) throw new TooManyUploads('bytes', limits.maxBytesPerDay);
}
