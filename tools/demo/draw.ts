import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Clip } from './clips.js';

const run = promisify(execFile);
const ffmpeg = (...args: readonly string[]) => run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args]);

/** Draws a clip as a phone would have recorded it; gives the file. */
export async function drawClip(clip: Clip, folder: string): Promise<string> {
  const drawn = join(folder, `${clip.name}.drawn.mp4`);
  const file = join(folder, `${clip.name}.mp4`);
  const frames = clip.unevenFrames ? ",select='not(eq(mod(n,7),3)+eq(mod(n,11),5))'" : '';
  const picture = ['-f', 'lavfi', '-i', `${clip.picture},fps=${clip.fps}${frames},format=yuv420p`];
  const sound = clip.sound ? ['-f', 'lavfi', '-i', `aevalsrc='${clip.sound}':s=48000`] : [];
  await ffmpeg(
    ...picture,
    ...sound,
    ...['-t', String(clip.seconds), '-vsync', clip.unevenFrames ? 'vfr' : 'cfr'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20'],
    ...(clip.sound ? ['-c:a', 'aac', '-b:a', '128k'] : ['-an']),
    drawn,
  );
  // The flag is written into a copy: the encoder itself would turn the picture.
  const rotation = clip.rotation ? ['-metadata:s:v:0', `rotate=${clip.rotation}`] : [];
  await ffmpeg('-i', drawn, '-c', 'copy', ...rotation, '-movflags', '+faststart', file);
  return file;
}

/** Draws one picture as a JPEG; gives the file. */
export async function drawPhoto(picture: string, name: string, folder: string): Promise<string> {
  const file = join(folder, `${name}.jpg`);
  await ffmpeg('-f', 'lavfi', '-i', `${picture},format=yuvj420p`, '-ss', '1', '-frames:v', '1', '-q:v', '3', file);
  return file;
}
