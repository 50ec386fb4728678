import { runFfmpeg, type Sandbox } from '@moments/platform';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { admitSize, admitVideo, assertPlayedToItsEnd } from '../domain/admission.js';
import { bitrateLadder, type Ladder } from '../domain/bitrate-ladder.js';
import { framesPerSecond } from '../domain/frame-rate.js';
import { MediaRefused } from '../domain/media.errors.js';
import { defaultVideoLimits, type VideoLimits } from '../domain/media-limits.js';
import { collectStreams, writeMasterPlaylist } from './collect-streams.js';
import { describeFile } from './describe-file.js';
import { makePoster } from './make-poster.js';
import { outputNames, planVideo, type EncodingOptions } from './plan-video.js';
import { probeSource } from './probe-source.js';
import type { ProcessedVideo } from './processed.js';
import { refusalFor } from './refusals.js';
import { sniffFile } from './sniff-file.js';
import { encodingLimits } from './tool-limits.js';
import type { VideoSource } from './video-filters.js';

export interface ProcessVideoRequest {
  /** The upload as it came. */
  sourceFile: string;
  /** An empty folder; holds the results afterwards, and belongs to the caller. */
  outputFolder: string;
  sandbox: Sandbox;
  limits?: VideoLimits;
  encoding?: Partial<EncodingOptions>;
  /** For the encoding; 15 minutes unless told. */
  timeoutMs?: number;
  /** 0 to 1, never less than before. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

const defaultTimeoutMs = 15 * 60_000;

/** What of the whole the encoding takes; the poster and the checks are the rest. */
const encodingShare = 0.95;

/**
 * Turns an upload into what is published: a CMAF-HLS ladder with its master playlist, a poster in several sizes with
 * its ThumbHash, an animated preview. Throws MediaRefused when the file can't be published; what is in the folder then
 * is of no use. Any other error is this machine's, and another try may succeed.
 */
export async function processVideo(request: ProcessVideoRequest): Promise<ProcessedVideo> {
  const { outputFolder, limits = defaultVideoLimits, onProgress } = request;
  const source = await examine(request, limits);
  const ladder = bitrateLadder(source.video);
  await encode(request, { source, ladder, limits });

  const streams = await collectStreams({ ...request, ladder, hasAudio: source.audio !== null });
  assertPlayedToItsEnd(source.durationMs, streams.durationMs, limits);
  const poster = await makePoster({ ...request, ladder, durationMs: streams.durationMs });
  const masterPlaylist = await writeMasterPlaylist(outputFolder, streams, framesPerSecond(ladder.frameRate));
  const preview = await describeFile(outputFolder, outputNames.preview);
  onProgress?.(1);

  const [{ width, height }] = ladder.rungs;
  return {
    ...{ masterPlaylist: masterPlaylist.fileName, durationMs: streams.durationMs, width, height, poster, preview },
    framesPerSecond: framesPerSecond(ladder.frameRate),
    hasAudio: source.audio !== null,
    renditions: streams.renditions,
    files: [masterPlaylist, ...streams.files, ...poster.variants, preview],
  };
}

/** Everything that can be found out, and held against the file, before the costly part begins. */
async function examine(request: ProcessVideoRequest, limits: VideoLimits): Promise<VideoSource> {
  const { sourceFile: file, outputFolder: folder, sandbox, signal } = request;
  const { size: sizeBytes } = await stat(file);
  admitSize(sizeBytes, limits.maxSizeBytes);
  const sniffed = await sniffFile(file);
  if (sniffed.kind === 'other' && sniffed.what === 'audio') throw new MediaRefused('no_video_stream');
  if (sniffed.kind !== 'video') throw new MediaRefused('not_a_video');

  const { maxDurationMs } = limits;
  const container = sniffed.demuxer;
  const facts = await probeSource({ file, container, sizeBytes, folder, sandbox, signal, maxDurationMs });
  return { ...admitVideo(facts, limits), file, container };
}

interface Encoding {
  source: VideoSource;
  ladder: Ladder;
  limits: VideoLimits;
}

async function encode(request: ProcessVideoRequest, { source, ladder, limits }: Encoding): Promise<void> {
  const { outputFolder: folder, sandbox, signal, onProgress, timeoutMs = defaultTimeoutMs } = request;
  const options: EncodingOptions = { threads: availableParallelism(), preset: 'veryfast', ...request.encoding };
  const toShare = (writtenMs: number): number => Math.min(1, writtenMs / source.durationMs) * encodingShare;
  try {
    await runFfmpeg(planVideo(source, ladder, limits, options), {
      ...{ folder, sandbox, signal, timeoutMs },
      limits: encodingLimits(source.video, timeoutMs, options.threads),
      onProgress: (writtenMs) => onProgress?.(toShare(writtenMs)),
    });
  } catch (error) {
    throw refusalFor(error, 'video_damaged');
  }
}
