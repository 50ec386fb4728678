import { describe, expect, it } from '@jest/globals';
import { admitUpload } from './upload-limits.js';

const limits = { maxBytes: { VIDEO: 100, PHOTO: 10 }, maxOpen: 2, maxBytesPerDay: 150 };
const video = { purpose: 'VIDEO', contentType: 'video/mp4', sizeBytes: 100 } as const;
const nothing = { open: 0, bytesToday: 0 };

describe('admitting an upload', () => {
  it.each([
    ['one byte', { ...video, sizeBytes: 1 }, nothing],
    ['the largest video', video, nothing],
    ['the largest photo', { purpose: 'PHOTO', contentType: 'image/heic', sizeBytes: 10 }, nothing],
    ['a type that the phone does not know', { ...video, contentType: 'application/octet-stream' }, nothing],
    ['the last that may be open', video, { open: 1, bytesToday: 0 }],
    ['the last byte of a day', video, { open: 0, bytesToday: 50 }],
  ] as const)('takes %s', (_, announced, usage) => {
    expect(() => admitUpload(announced, usage, limits)).not.toThrow();
  });

  it.each([
    ['nothing', { ...video, sizeBytes: 0 }, nothing, 'upload_empty'],
    ['a byte too much', { ...video, sizeBytes: 101 }, nothing, 'upload_too_large'],
    ['a photo announced as a video', { ...video, contentType: 'image/png' }, nothing, 'content_type_unfit'],
    ['a purpose without a limit', { ...video, purpose: 'AVATAR' }, nothing, 'upload_purpose_closed'],
    ['one more than may be open', video, { open: 2, bytesToday: 0 }, 'too_many_open_uploads'],
    ['a byte too much in a day', video, { open: 0, bytesToday: 51 }, 'daily_upload_volume'],
  ] as const)('refuses %s', (_, announced, usage, reason) => {
    expect(() => admitUpload(announced, usage, limits)).toThrow(expect.objectContaining({ reason }));
  });
});
