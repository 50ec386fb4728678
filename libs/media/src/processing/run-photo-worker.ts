import { runTool, type Sandbox } from '@moments/platform';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MediaRefused } from '../domain/media.errors.js';
import type { PhotoAnswer, PhotoRequest } from './photo-worker.js';
import { refusalFor } from './refusals.js';
import { photoLimits } from './tool-limits.js';

export interface PhotoRun {
  sandbox: Sandbox;
  /** The picture on this machine. */
  file: string;
  /** Results land here. */
  folder: string;
  timeoutMs: number;
  signal?: AbortSignal;
}

type Distribute<T> = T extends unknown ? Omit<T, 'file'> : never;

/** Has the worker do one task in a process of its own. Throws MediaRefused when the picture is to blame. */
export async function runPhotoWorker(
  task: Distribute<PhotoRequest>,
  run: PhotoRun,
): Promise<Exclude<PhotoAnswer, { ok: null }>> {
  const { sandbox, folder, timeoutMs, signal } = run;
  const installed = findInstallation();
  const call = {
    program: process.execPath,
    args: [],
    folder,
    inputs: [run.file],
    readOnly: [process.execPath, ...installed.needs],
    limits: photoLimits,
  };
  const request = JSON.stringify({ ...task, file: sandbox.inputPath(call, 0) });
  const args = ['--max-old-space-size=256', installed.worker, request];
  const printed = await runTool({ ...call, args }, { sandbox, timeoutMs, signal }).catch((error: unknown) => {
    throw refusalFor(error, 'photo_unreadable');
  });
  const answer = JSON.parse(printed) as PhotoAnswer;
  if (answer.ok !== null) return answer;
  throw answer.problem === 'too_large'
    ? new MediaRefused('photo_too_large', { maxMegapixels: Math.floor(task.maxPixels / 1_000_000) })
    : new MediaRefused('photo_unreadable');
}

/** The compiled worker, and what of the installation it must see. */
function findInstallation(): { worker: string; needs: string[] } {
  const sharp = createRequire(import.meta.url).resolve('sharp');
  const root = sharp.slice(0, sharp.lastIndexOf('/node_modules/'));
  const here = fileURLToPath(import.meta.url);
  // Plain node runs JavaScript only: when this file runs from its source, under jest, the build's worker is used.
  const worker = here.endsWith('.ts')
    ? join(root, 'dist', 'libs', 'media', 'src', 'processing', 'photo-worker.js')
    : join(dirname(here), 'photo-worker.js');
  return { worker, needs: [worker, join(root, 'node_modules'), join(root, 'package.json')] };
}
