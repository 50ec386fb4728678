import { probe, type Sandbox } from '@moments/platform';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ladder, Rung } from '../domain/bitrate-ladder.js';
import {
  masterPlaylist,
  readAvcCodec,
  readRates,
  type MasterAudio,
  type MasterVariant,
} from '../domain/hls-playlist.js';
import { MediaRefused } from '../domain/media.errors.js';
import { describeFile } from './describe-file.js';
import { parseProbe } from './parse-probe.js';
import { outputNames } from './plan-video.js';
import type { ProcessedFile, ProcessedRendition } from './processed.js';
import { probeLimits } from './tool-limits.js';

export interface CollectRequest {
  outputFolder: string;
  ladder: Ladder;
  hasAudio: boolean;
  sandbox: Sandbox;
  signal?: AbortSignal;
}

/** What the encoder has left in the folder, looked at again. */
export interface Streams {
  durationMs: number;
  variants: MasterVariant[];
  audio: MasterAudio | null;
  renditions: ProcessedRendition[];
  files: ProcessedFile[];
}

const aacLc = 'mp4a.40.2';

/** Reads the written streams back; throws MediaRefused `video_damaged` when no picture came out. */
export async function collectStreams(request: CollectRequest): Promise<Streams> {
  const { outputFolder: folder, ladder, hasAudio } = request;
  const variants = await Promise.all(ladder.rungs.map((rung) => readVariant(folder, rung)));
  const [best] = variants;
  if (!best || best.durationMs === 0) throw new MediaRefused('video_damaged');
  await assertPicture(request, ladder.rungs[0]);

  const audio = hasAudio ? await readAudio(folder) : null;
  const names = [...ladder.rungs.map((rung) => rung.name), ...(hasAudio ? [outputNames.audio] : [])];
  const files = await Promise.all(
    names.flatMap((name) => ['m3u8', 'mp4'].map((type) => describeFile(folder, `${name}.${type}`))),
  );
  const renditions = variants.map(({ width, height, codec, averageBitrate }, i) => ({
    name: ladder.rungs[i]?.name ?? '',
    bitrate: averageBitrate + (audio?.averageBitrate ?? 0),
    ...{ width, height, codec },
  }));
  return { durationMs: best.durationMs, variants, audio, renditions, files };
}

async function readVariant(folder: string, rung: Rung): Promise<MasterVariant> {
  const playlist = `${rung.name}.m3u8`;
  const rates = readRates(await readPlaylist(folder, playlist));
  const codec = readAvcCodec(await readHead(join(folder, `${rung.name}.mp4`)));
  if (codec === null) throw new MediaRefused('video_damaged');
  return { ...rates, playlist, codec, width: rung.width, height: rung.height, framesPerSecond: 0 };
}

async function readAudio(folder: string): Promise<MasterAudio> {
  const playlist = `${outputNames.audio}.m3u8`;
  return { ...readRates(await readPlaylist(folder, playlist)), playlist, codec: aacLc };
}

/** ffmpeg writes no playlist for a stream of which not one picture could be decoded. */
async function readPlaylist(folder: string, name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8').catch(() => {
    throw new MediaRefused('video_damaged');
  });
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file).catch(() => {
    throw new MediaRefused('video_damaged');
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4_096), 0, 4_096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** An independent reader finds the picture that was meant. A difference is a defect of ours, not of the file. */
async function assertPicture(request: CollectRequest, rung: Rung): Promise<void> {
  const { outputFolder: folder, sandbox, signal } = request;
  const input = { file: join(folder, `${rung.name}.mp4`), format: 'mov' as const };
  const facts = parseProbe(await probe(input, { folder, sandbox, signal, limits: probeLimits, timeoutMs: 60_000 }));
  const { video } = facts;
  if (video?.width !== rung.width || video.height !== rung.height || video.pixelFormat !== 'yuv420p') {
    throw new Error(`the rendition ${rung.name} did not come out as planned: ${JSON.stringify(video)}`);
  }
}

/** Writes `master.m3u8` beside the playlists that it names. */
export async function writeMasterPlaylist(
  folder: string,
  streams: Streams,
  framesPerSecond: number,
): Promise<ProcessedFile> {
  const variants = streams.variants.map((variant) => ({ ...variant, framesPerSecond }));
  await writeFile(join(folder, 'master.m3u8'), masterPlaylist(variants, streams.audio));
  return describeFile(folder, 'master.m3u8');
}
