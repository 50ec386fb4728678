import { DomainError, type MessageParams } from '@moments/kernel';

/** Why a file can't be published, finer than the error code. */
export type RefusalReason = keyof typeof sentences;

const sentences = {
  file_empty: 'The file is empty.',
  not_a_video: 'This file is not a video. Send an MP4, MOV, WebM or another common video file.',
  not_a_photo: 'This file is not a photo. Send a JPEG, PNG, WebP, AVIF or HEIC file.',
  unsupported_container: 'Videos of this kind are not supported. Send an MP4, MOV or WebM file.',
  unsupported_codec:
    'This video is encoded with {codec}, which is not supported. Save it as H.264 or HEVC and send it again.',
  no_video_stream: 'There is no picture in this file, only sound.',
  not_moving: 'This file holds a still picture. Post it as a photo instead.',
  video_too_short: 'The video is shorter than {minSeconds} seconds.',
  video_too_long: 'The video is longer than {maxSeconds} seconds.',
  file_too_large: 'The file is larger than {maxMegabytes} MB.',
  frame_too_large: 'The picture is larger than {maxWidth}×{maxHeight}.',
  frame_too_small: 'The picture is smaller than {minSide} pixels.',
  video_damaged: 'The video is damaged and can’t be played to its end. Save it again and send it once more.',
  video_unreadable: 'The video can’t be read: the file is damaged or incomplete. Save it again and send it once more.',
  too_demanding: 'The file takes too much time or memory to process. Save it with simpler settings and send it again.',
  photo_too_large: 'The picture has more than {maxMegapixels} megapixels.',
  photo_animated: 'Animated pictures are not supported. Send a still photo, or a video.',
  photo_unsupported: 'Photos of the kind {type} are not supported. Send a JPEG, PNG, WebP or AVIF file.',
  photo_unreadable: 'The photo can’t be read: the file is damaged or incomplete. Save it again and send it once more.',
} as const;

const limits: ReadonlySet<RefusalReason> = new Set<RefusalReason>([
  ...(['video_too_short', 'video_too_long', 'file_too_large', 'frame_too_large'] as const),
  ...(['frame_too_small', 'photo_too_large', 'too_demanding'] as const),
]);

/**
 * The file can't be published, and trying again with the same file will not help. LIMIT_EXCEEDED when it is outside of
 * the limits, UNSUPPORTED_MEDIA otherwise; `reason` says what it is, the message says it to a person.
 */
export class MediaRefused extends DomainError {
  readonly code: 'LIMIT_EXCEEDED' | 'UNSUPPORTED_MEDIA';

  constructor(
    readonly reason: RefusalReason,
    params: MessageParams = {},
  ) {
    const sentence: string = sentences[reason];
    super(
      sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? name)),
      { params },
    );
    this.code = limits.has(reason) ? 'LIMIT_EXCEEDED' : 'UNSUPPORTED_MEDIA';
  }
}
