import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Has ffmpeg draw a file for a test, with whatever arguments. */
export async function drawn(file: string, args: readonly string[]): Promise<string> {
  await run('ffmpeg', ['-hide_banner', '-v', 'error', '-nostdin', '-y', ...args, file]);
  return file;
}

/** Arguments for a moving picture of that size. */
export const moving = (size: string, options: { seconds?: number; rate?: number } = {}): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${options.rate ?? 15}:d=${options.seconds ?? 3}`],
];

/** Arguments for a sine tone. */
export const tone = (seconds = 3): string[] => ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`];

export const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast'];

/** What an independent ffprobe sees in a file or playlist, as `key=value` text. */
export async function seen(file: string, entries: string, more: readonly string[] = []): Promise<string> {
  const { stdout } = await run('ffprobe', [
    '-v',
    'error',
    ...more,
    '-show_entries',
    entries,
    '-of',
    'default=nw=1',
    file,
  ]);
  return stdout;
}

/** Seconds at which the picture turns from dark to bright, and the sound from silence to tone. */
export async function startsIn(file: string): Promise<{ flash: number; beep: number }> {
  const graph = '[0:v]blackdetect=d=0.1:pix_th=0.5[v];[0:a]silencedetect=n=-30dB:d=0.1[a]';
  const { stderr } = await run('ffmpeg', [
    ...[
      '-hide_banner',
      '-nostats',
      '-i',
      file,
      '-filter_complex',
      graph,
      '-map',
      '[v]',
      '-map',
      '[a]',
      '-f',
      'null',
      '-',
    ],
  ]);
  const flash = /black_end:([\d.]+)/.exec(stderr)?.[1];
  const beep = /silence_end: ([\d.]+)/.exec(stderr)?.[1];
  return { flash: Number(flash), beep: Number(beep) };
}
