import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { detectSandbox, type Sandbox } from '@moments/platform';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MediaRefused } from '../domain/media.errors.js';
import { ensurePhotoWorker } from '../testing/built-photo-worker.js';
import { seen } from '../testing/clips.js';
import { processPhoto } from './process-photo.js';
import { processVideo } from './process-video.js';
import { sniffFile } from './sniff-file.js';

/** Files that cameras and encoders have really made, where there are some beside the repository. */
const media = resolve('..', 'shared', 'data', 'media');
const files = (await readdir(media, { recursive: true, withFileTypes: true }).catch(() => []))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(media.length + 1));
const expected: Readonly<Record<string, string>> = {
  'audio-only/dts.mp4': 'no_video_stream',
  'audio-only/mp3.ts': 'no_video_stream',
  'broken/1440p-cut-short.ts': 'video_too_short',
  'broken/annex-b-truncated.mp4': 'video_damaged',
  'broken/header-only.heic': 'photo_unreadable',
  'broken/buggy.avi': '720x528 9.0 s silent',
  'broken/missing-keyframe-labels.ts': '1280x720 10.0 s sound',
  'broken/vp9-alpha-faulty.webm': '1920x1080 5.0 s silent',
  'clean/big-buck-bunny-1080p-30s.mp4': '1920x1080 30.0 s sound',
  'clean/hevc-full-range.mp4': '1920x1080 10.0 s sound',
  'containers/annex-b-avc.mkv': '1920x1080 35.2 s silent',
  'containers/eac3.mkv': 'no_video_stream',
  'containers/many/3gp.3gp': '384x288 5.5 s sound',
  'containers/many/avifsequence.avif': 'photo_animated',
  'containers/many/flv.flv': '320x240 5.6 s sound',
  'containers/many/ogg.ogv': '560x320 5.5 s sound',
  'odd/48x144-tiny.mp4': 'video_too_short',
  'odd/anamorphic-sar-2x1.mp4': '1280x360 5.0 s silent',
  'odd/hlg-hdr-60fps-square.ts': '720x720 5.0 s sound',
  'odd/indeo3-160x120.avi': 'unsupported_codec',
  'phone/android-uneven-frame-rate.mp4': 'video_too_short',
  'phone/rotated-minus-90-surround.mp4': 'video_too_short',
  'photos/16bit-HDR-P3-nclx.jxl': 'photo_unsupported',
  'photos/IMG_2682.heic': '1440x1080',
  'photos/portrait-orientation-6.jpg': '840x700',
};

let sandbox: Sandbox;
let folder: string;

beforeAll(async () => {
  sandbox = await detectSandbox({ required: false });
  folder = await mkdtemp(join(tmpdir(), 'real-'));
  await ensurePhotoWorker();
});
afterAll(() => rm(folder, { recursive: true }));

async function outcome(file: string, outputFolder: string): Promise<string> {
  const sourceFile = join(media, file);
  try {
    const { kind } = await sniffFile(sourceFile);
    if (kind === 'photo') {
      const photo = await processPhoto({ sourceFile, outputFolder, sandbox });
      return `${photo.width}x${photo.height}`;
    }
    const video = await processVideo({ sourceFile, outputFolder, sandbox, encoding: { preset: 'ultrafast' } });
    const streams = await seen(join(outputFolder, video.masterPlaylist), 'stream=codec_type,codec_name');
    expect(streams).toContain('codec_name=h264');
    expect(streams.includes('codec_name=aac')).toBe(video.hasAudio);
    const seconds = (video.durationMs / 1000).toFixed(1);
    return `${video.width}x${video.height} ${seconds} s ${video.hasAudio ? 'sound' : 'silent'}`;
  } catch (error) {
    if (error instanceof MediaRefused) return error.reason;
    throw error;
  }
}

/** Both of the shape of the source, or refused: nothing in between. */
const published = /^\d+x\d+( [\d.]+ s (sound|silent))?$/;
const refused = /^[a-z]+(_[a-z]+)+$/;

describe('a file from the world is published right or refused with a reason', () => {
  it('holds for each of the files that are there', () => {
    expect(Object.keys(expected).filter((file) => files.length > 0 && !files.includes(file))).toEqual([]);
  });

  for (const [index, file] of files.entries()) {
    it(
      file,
      async () => {
        const outputFolder = join(folder, String(index));
        await mkdir(outputFolder);
        const result = await outcome(file, outputFolder);
        expect(result).toMatch(new RegExp(`${published.source}|${refused.source}`));
        if (expected[file] !== undefined) expect(result).toBe(expected[file]);
        await rm(outputFolder, { recursive: true });
      },
      300_000,
    );
  }
});
