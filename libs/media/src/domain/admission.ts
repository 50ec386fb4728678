import { MediaRefused } from './media.errors.js';
import type { VideoLimits } from './media-limits.js';
import type { AudioFacts, SourceFacts, VideoFacts } from './source-facts.js';

/** A source that may be published. */
export interface AdmittedVideo {
  video: VideoFacts;
  audio: AudioFacts | null;
  durationMs: number;
}

/** Codecs by ffmpeg's names; the gate's decoders are the second lock on this door. */
const videoCodecs = new Set([
  ...[
    'h264',
    'hevc',
    'vp8',
    'vp9',
    'av1',
    'mpeg4',
    'h263',
    'flv1',
    'theora',
    'mpeg1video',
    'mpeg2video',
    'mjpeg',
    'prores',
  ],
]);
const audioCodecs = new Set([
  ...['aac', 'aac_latm', 'mp3', 'mp2', 'opus', 'vorbis', 'flac', 'alac', 'ac3', 'eac3', 'dts', 'amr_nb', 'amr_wb'],
  ...['pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_u8', 'pcm_mulaw', 'pcm_alaw'],
]);

/** Throws MediaRefused when the file is empty or larger than the limit; known before anything is read. */
export function admitSize(sizeBytes: number, maxSizeBytes: number): void {
  if (sizeBytes === 0) throw new MediaRefused('file_empty');
  if (sizeBytes > maxSizeBytes) {
    throw new MediaRefused('file_too_large', { maxMegabytes: Math.floor(maxSizeBytes / 1024 ** 2) });
  }
}

/** Decides whether a probed file may be published; throws MediaRefused with the first reason against it. */
export function admitVideo(facts: SourceFacts, limits: VideoLimits): AdmittedVideo {
  const { video, audio } = facts;
  admitSize(facts.sizeBytes, limits.maxSizeBytes);
  if (!video) throw new MediaRefused(audio ? 'no_video_stream' : 'not_a_video');
  for (const [codec, supported] of [[video.codec, videoCodecs] as const, [audio?.codec, audioCodecs] as const]) {
    if (codec !== undefined && !supported.has(codec)) throw new MediaRefused('unsupported_codec', { codec });
  }
  if (video.frames === 1) throw new MediaRefused('not_moving');
  admitFrame(video, limits);
  return { video, audio, durationMs: admitDuration(facts.durationMs, limits) };
}

function admitFrame(video: VideoFacts, limits: VideoLimits): void {
  // Memory goes by coded pixels, what people see by displayed ones: both have to fit.
  const long = Math.max(video.codedWidth, video.codedHeight, video.width, video.height);
  const short = Math.max(Math.min(video.codedWidth, video.codedHeight), Math.min(video.width, video.height));
  if (long > limits.maxLongSide || short > limits.maxShortSide) {
    throw new MediaRefused('frame_too_large', { maxWidth: limits.maxLongSide, maxHeight: limits.maxShortSide });
  }
  if (video.codedWidth === 0 || video.codedHeight === 0) throw new MediaRefused('video_unreadable');
  if (Math.min(video.width, video.height) < limits.minSide) {
    throw new MediaRefused('frame_too_small', { minSide: limits.minSide });
  }
}

/** Lengths are compared in tenths of a second: a camera that stops at 3:00 writes a frame or two more. */
function admitDuration(durationMs: number | null, limits: VideoLimits): number {
  if (durationMs === null) throw new MediaRefused('video_unreadable');
  const rounded = Math.round(durationMs / 100) * 100;
  if (rounded < limits.minDurationMs)
    throw new MediaRefused('video_too_short', { minSeconds: limits.minDurationMs / 1000 });
  if (rounded > limits.maxDurationMs)
    throw new MediaRefused('video_too_long', { maxSeconds: limits.maxDurationMs / 1000 });
  return durationMs;
}

/**
 * A file whose picture can be played to its end, give or take, is published even when its bytes have scars; one that
 * breaks off is not. Throws MediaRefused `video_damaged`.
 */
export function assertPlayedToItsEnd(announcedMs: number, producedMs: number, limits: VideoLimits): void {
  if (Math.abs(announcedMs - producedMs) > lengthTolerance(announcedMs, limits))
    throw new MediaRefused('video_damaged');
}

/** Milliseconds by which the result may differ from what the file announced. */
export function lengthTolerance(announcedMs: number, limits: VideoLimits): number {
  return Math.max(limits.durationToleranceMs, announcedMs * limits.durationToleranceShare);
}
