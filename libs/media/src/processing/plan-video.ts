import type { FfmpegOutput, FfmpegPlan } from '@moments/platform';
import { lengthTolerance } from '../domain/admission.js';
import type { Ladder } from '../domain/bitrate-ladder.js';
import { framesPerSecond } from '../domain/frame-rate.js';
import type { VideoLimits } from '../domain/media-limits.js';
import { pictureFilters, soundFilters, type VideoSource } from './video-filters.js';

/** What the encoder is told besides the ladder. */
export interface EncodingOptions {
  /** Threads of the decoder and of each encoder. */
  threads: number;
  /** x264's trade of time for size. */
  preset: 'ultrafast' | 'superfast' | 'veryfast' | 'faster' | 'fast' | 'medium';
}

/** Names of what the one ffmpeg call writes. */
export const outputNames = { audio: 'audio', poster: 'poster-source.jpg', preview: 'preview.webp' } as const;

const segmentSeconds = 2;

/**
 * One decode and one filter graph for everything: each rendition is scaled from the one above it, the poster and the
 * preview hang on the same tree. Sound goes through once.
 */
export function planVideo(
  source: VideoSource,
  ladder: Ladder,
  limits: VideoLimits,
  options: EncodingOptions,
): FfmpegPlan {
  // The picture may be longer than announced by the tolerance; a file that runs on for hours is not read on.
  const readSeconds = (source.durationMs + lengthTolerance(source.durationMs, limits)) / 1000 + 1;
  return {
    input: {
      file: source.file,
      format: source.container,
      options: ['-fflags', '+genpts', '-t', readSeconds.toFixed(3)],
    },
    filters: [...pictureFilters(source, ladder), ...soundFilters(source)],
    outputs: [hlsOutput(source, ladder, options), posterOutput, previewOutput],
    threads: options.threads,
  };
}

function hlsOutput({ audio }: VideoSource, ladder: Ladder, options: EncodingOptions): FfmpegOutput {
  const group = audio ? ',agroup:sound' : '';
  const streams = [
    ...ladder.rungs.map((rung, i) => `v:${i},name:${rung.name}${group}`),
    ...(audio ? [`a:0,name:${outputNames.audio}${group}`] : []),
  ];
  return {
    file: '%v.m3u8',
    options: [
      ...ladder.rungs.flatMap((_, i) => ['-map', `[out${i}]`]),
      ...(audio ? ['-map', '[sound]', '-c:a', 'aac', '-b:a', '128k'] : []),
      // Places, owners, devices: nothing of it is passed on.
      ...['-map_metadata', '-1', '-map_chapters', '-1'],
      ...videoCodecOptions(ladder, options),
      // Decoding starts before zero by the reordering delay; edit lists say so, each stream for itself. Shifting the
      // stamps instead would set picture and sound apart.
      ...['-avoid_negative_ts', 'disabled'],
      ...['-f', 'hls', '-hls_time', String(segmentSeconds), '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
      ...['-hls_flags', 'single_file+independent_segments', '-hls_segment_filename', '%v.mp4'],
      ...['-var_stream_map', streams.join(' ')],
    ],
  };
}

/** Constant quality under a ceiling, and a key frame at the same instants in all renditions. */
function videoCodecOptions(ladder: Ladder, { threads, preset }: EncodingOptions): string[] {
  const groupLength = String(Math.ceil(framesPerSecond(ladder.frameRate) * segmentSeconds));
  return [
    ...['-c:v', 'libx264', '-preset', preset, '-profile:v', 'high', '-crf', '23', '-threads', String(threads)],
    ...['-g', groupLength, '-keyint_min', groupLength, '-sc_threshold', '0'],
    ...['-force_key_frames', `expr:gte(t,n_forced*${segmentSeconds})`],
    ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
    ...ladder.rungs.flatMap(({ maxBitrate }, i) => [
      ...[`-maxrate:v:${i}`, String(maxBitrate)],
      ...[`-bufsize:v:${i}`, String(maxBitrate * 2)],
    ]),
  ];
}

const posterOutput: FfmpegOutput = {
  file: outputNames.poster,
  options: [
    '-map',
    '[poster]',
    '-frames:v',
    '1',
    '-c:v',
    'mjpeg',
    '-q:v',
    '2',
    '-pix_fmt',
    'yuvj420p',
    '-f',
    'image2',
    '-update',
    '1',
  ],
};

const previewOutput: FfmpegOutput = {
  file: outputNames.preview,
  options: [
    '-map',
    '[preview]',
    '-c:v',
    'libwebp_anim',
    '-loop',
    '0',
    '-q:v',
    '55',
    '-compression_level',
    '2',
    '-f',
    'webp',
  ],
};

/** One picture out of a rendition, for sources whose first seconds are dark all through. */
export function planPosterAgain(rendition: string, atMs: number): FfmpegPlan {
  return {
    input: { file: rendition, format: 'mov', options: ['-ss', (atMs / 1000).toFixed(3)] },
    filters: [],
    outputs: [{ ...posterOutput, options: ['-map', '0:v:0', ...posterOutput.options.slice(2)] }],
    threads: 1,
  };
}
