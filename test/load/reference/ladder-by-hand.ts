import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Size {
  width: number;
  height: number;
}

const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', '23', '-pix_fmt', 'yuv420p'];
const aligned = ['-g', '60', '-keyint_min', '60', '-sc_threshold', '0', '-force_key_frames', 'expr:gte(t,n_forced*2)'];
const packaged = [
  '-f',
  'hls',
  '-hls_time',
  '2',
  '-hls_playlist_type',
  'vod',
  '-hls_segment_type',
  'fmp4',
  '-hls_flags',
  'single_file',
];

/** One ffmpeg call as a person would write it: decode once, scale each rendition from the source, package as HLS. */
export async function oneCall(source: string, sizes: readonly Size[], folder: string): Promise<void> {
  const pads = sizes.map((_, index) => `[in${index}]`).join('');
  const scales = sizes.map(({ width, height }, index) => `[in${index}]scale=${width}:${height}[out${index}]`);
  await run('ffmpeg', [
    ...['-nostdin', '-v', 'error', '-y', '-i', source],
    ...['-filter_complex', [`[0:v]split=${sizes.length}${pads}`, ...scales].join(';')],
    ...sizes.flatMap((_, index) => ['-map', `[out${index}]`]),
    ...['-map', '0:a', '-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-ac', '2'],
    ...encoder,
    ...aligned,
    ...packaged,
    ...['-hls_segment_filename', join(folder, '%v.mp4')],
    ...['-var_stream_map', [...sizes.map((_, index) => `v:${index},agroup:sound`), 'a:0,agroup:sound'].join(' ')],
    join(folder, '%v.m3u8'),
  ]);
}

/** The same with a call for each rendition, one after the other: the source is decoded every time. */
export async function oneCallEach(source: string, sizes: readonly Size[], folder: string): Promise<void> {
  for (const [index, { width, height }] of sizes.entries()) {
    await run('ffmpeg', [
      ...['-nostdin', '-v', 'error', '-y', '-i', source, '-map', '0:v', '-map', '0:a'],
      ...['-vf', `scale=${width}:${height}`, '-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-ac', '2'],
      ...encoder,
      ...aligned,
      ...packaged,
      ...['-hls_segment_filename', join(folder, `each-${index}.mp4`), join(folder, `each-${index}.m3u8`)],
    ]);
  }
}
