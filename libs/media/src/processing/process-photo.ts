import { runTool, type Sandbox } from '@moments/platform';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { admitSize } from '../domain/admission.js';
import { photoPolicy, type ImagePolicy } from '../domain/image-sizes.js';
import { MediaRefused } from '../domain/media.errors.js';
import { defaultPhotoLimits, type PhotoLimits } from '../domain/media-limits.js';
import type { PhotoType } from '../domain/sniff.js';
import { makeImages } from './make-images.js';
import type { ProcessedPhoto } from './processed.js';
import { refusalFor } from './refusals.js';
import { runPhotoWorker, type PhotoRun } from './run-photo-worker.js';
import { sniffFile } from './sniff-file.js';
import { heifLimits } from './tool-limits.js';

export interface ProcessPhotoRequest {
  /** The upload as it came. */
  sourceFile: string;
  /** An empty folder; holds the results afterwards, and belongs to the caller. */
  outputFolder: string;
  sandbox: Sandbox;
  limits?: PhotoLimits;
  /** Which sizes; those of a photo in the feed unless told. */
  policy?: ImagePolicy;
  /** Begins the file names; `photo` unless told. */
  stem?: string;
  /** For each of the few steps. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

const directlyRead: ReadonlySet<PhotoType> = new Set<PhotoType>(['jpeg', 'png', 'webp', 'avif']);

/**
 * Makes a photo's sizes as AVIF, WebP and JPEG: upright, 8-bit sRGB, without EXIF, places and profiles.
 * Throws MediaRefused when the file can't be published; what is in the folder then is of no use.
 */
export async function processPhoto(request: ProcessPhotoRequest): Promise<ProcessedPhoto> {
  const { sandbox, outputFolder: folder, signal, limits = defaultPhotoLimits, timeoutMs = 60_000 } = request;
  const { maxPixels, minSide } = limits;
  admitSize((await stat(request.sourceFile)).size, limits.maxSizeBytes);
  const type = await photoTypeOf(request.sourceFile);

  const run: PhotoRun = { sandbox, folder, timeoutMs, signal, file: request.sourceFile };
  const decoded = type === 'heic' ? await decodeHeif(run) : null;
  const picture: PhotoRun = decoded === null ? run : { ...run, file: decoded };
  try {
    const source = await runPhotoWorker({ task: 'measure', maxPixels }, picture);
    if (source.ok !== 'measured') throw new Error('the photo worker answered another question');
    if (source.pages > 1) throw new MediaRefused('photo_animated');
    if (Math.min(source.width, source.height) < minSide) throw new MediaRefused('frame_too_small', { minSide });
    const { policy = photoPolicy, stem = 'photo' } = request;
    const image = await makeImages({ ...picture, source, policy, maxPixels, stem });
    return { ...image, files: image.variants };
  } finally {
    if (decoded !== null) await rm(decoded, { force: true });
  }
}

async function photoTypeOf(file: string): Promise<PhotoType> {
  const sniffed = await sniffFile(file);
  if (sniffed.kind !== 'photo') throw new MediaRefused('not_a_photo');
  if (sniffed.animated) throw new MediaRefused('photo_animated');
  if (!directlyRead.has(sniffed.type) && sniffed.type !== 'heic') {
    throw new MediaRefused('photo_unsupported', { type: sniffed.type.toUpperCase() });
  }
  return sniffed.type;
}

/**
 * Photos of phones: sharp reads no HEVC, libheif's own decoder does. It turns the picture upright itself. A machine that
 * lacks the program refuses HEIC instead.
 */
async function decodeHeif({ sandbox, folder, timeoutMs, signal, file }: PhotoRun): Promise<string> {
  const decoded = 'decoded.jpg';
  const call = { program: 'heif-convert', args: [], folder, inputs: [file], limits: heifLimits };
  const args = ['-q', '95', sandbox.inputPath(call, 0), decoded];
  try {
    await runTool({ ...call, args }, { sandbox, timeoutMs, signal });
  } catch (error) {
    if (isMissing(error)) throw new MediaRefused('photo_unsupported', { type: 'HEIC' });
    throw refusalFor(error, 'photo_unreadable');
  }
  return join(folder, decoded);
}

/** Each wrapper says in its own words that there is no such program. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'end' in error && /heif-convert.*No such file/.test(JSON.stringify(error.end));
