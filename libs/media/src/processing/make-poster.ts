import { runFfmpeg, type Sandbox } from '@moments/platform';
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ladder } from '../domain/bitrate-ladder.js';
import { posterPolicy } from '../domain/image-sizes.js';
import { makeImages } from './make-images.js';
import { outputNames, planPosterAgain } from './plan-video.js';
import type { ProcessedImage } from './processed.js';
import { probeLimits } from './tool-limits.js';

export interface PosterRequest {
  outputFolder: string;
  ladder: Ladder;
  durationMs: number;
  sandbox: Sandbox;
  signal?: AbortSignal;
}

const timeoutMs = 60_000;

/** Makes the poster's sizes and the ThumbHash out of the picture that the encoder has set aside. */
export async function makePoster(request: PosterRequest): Promise<ProcessedImage> {
  const { outputFolder: folder, sandbox, signal, ladder } = request;
  const file = join(folder, outputNames.poster);
  const found = await access(file).then(
    () => true,
    () => false,
  );
  if (!found) await takeFromRendition(request);

  const [{ width, height }] = ladder.rungs;
  const poster = { stem: 'poster', policy: posterPolicy, source: { width, height }, maxPixels: width * height };
  const images = await makeImages({ ...poster, file, folder, sandbox, signal, timeoutMs });
  await rm(file);
  return images;
}

/** The first seconds were all dark: a third of the way in there is more to see. */
async function takeFromRendition({
  outputFolder: folder,
  ladder,
  durationMs,
  sandbox,
  signal,
}: PosterRequest): Promise<void> {
  const rendition = join(folder, `${ladder.rungs[0].name}.mp4`);
  const plan = planPosterAgain(rendition, durationMs / 3);
  await runFfmpeg(plan, {
    folder,
    sandbox,
    signal,
    timeoutMs,
    limits: { ...probeLimits, fileSizeBytes: 64 * 1024 ** 2 },
  });
}
