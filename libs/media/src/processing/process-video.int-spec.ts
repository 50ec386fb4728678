import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { drawn, h264, moving, seen, startsIn, tone } from '../testing/clips.js';
import { Workbench } from '../testing/workbench.js';
import type { ProcessedVideo } from './processed.js';
import { processVideo } from './process-video.js';

let bench: Workbench;

beforeAll(async () => {
  bench = await Workbench.open();
});
beforeEach(() => bench.refresh());
afterAll(() => bench.close());

const draw = (name: string, args: readonly string[]): Promise<string> => drawn(join(bench.folder, name), args);
const publish = (sourceFile: string): Promise<ProcessedVideo> =>
  processVideo({ sourceFile, ...bench.settings(), encoding: { preset: 'ultrafast' } });
const sizes = (video: ProcessedVideo): string[] => video.renditions.map((made) => `${made.width}x${made.height}`);
const made = (name: string): string => join(bench.outputFolder, name);

describe('what comes out right', () => {
  it('publishes a ladder that plays through its playlists, with poster and preview', async () => {
    const source = await draw('plain.mp4', [...moving('720x1280', { rate: 30 }), ...tone(), ...h264]);
    const shares: number[] = [];
    const video = await processVideo({
      sourceFile: source,
      ...bench.settings(),
      onProgress: (share) => shares.push(share),
    });

    expect(video).toMatchObject({ width: 720, height: 1280, durationMs: 3_000, framesPerSecond: 30, hasAudio: true });
    expect(sizes(video)).toEqual(['720x1280', '480x854', '360x640']);
    expect(video.renditions.every((rung) => rung.codec.startsWith('avc1.64') && rung.bitrate > 100_000)).toBe(true);
    expect(video.poster).toMatchObject({ width: 720, height: 1280 });
    expect(video.poster.thumbhash.length).toBeGreaterThan(20);
    expect(video.poster.variants.map((image) => `${image.format} ${image.width}`)).toContain('avif 360');
    expect(await sharp(made(video.preview.fileName)).metadata()).toMatchObject({
      format: 'webp',
      width: 240,
      pages: 24,
    });

    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect((await readdir(bench.outputFolder)).sort()).toEqual(video.files.map((file) => file.fileName).sort());

    const streams = await seen(made(video.masterPlaylist), 'stream=codec_name,width,pix_fmt,channels,sample_rate');
    expect(streams).toMatch(/codec_name=h264\nwidth=720\npix_fmt=yuv420p/);
    expect(streams).toMatch(/codec_name=aac\nsample_rate=48000\nchannels=2/);
  });

  it('puts a key frame every two seconds, at the same instants in every rendition', async () => {
    const source = await draw('long.mp4', [
      ...moving('640x480', { rate: 30, seconds: 7 }),
      '-r',
      '30000/1001',
      ...h264,
    ]);
    const video = await publish(source);
    const instants = await Promise.all(
      video.renditions.map((rung) =>
        seen(made(`${rung.name}.mp4`), 'packet=pts_time,flags', ['-skip_frame', 'nokey', '-select_streams', 'v']),
      ),
    );
    const keys = instants.map((text) =>
      [...text.matchAll(/pts_time=([\d.]+)\nflags=K/g)].map((found) => Number(found[1])),
    );
    expect(keys[0]).toHaveLength(4);
    expect(keys[0]![1]).toBeCloseTo(2, 1);
    expect(new Set(keys.map((list) => list.join())).size).toBe(1);
  });

  it('keeps sound on its picture, though the source starts late and its sound later', async () => {
    const flash = ['-f', 'lavfi', '-i', "color=black:s=320x240:r=30:d=4,drawbox=color=white:t=fill:enable='gte(t,2)'"];
    const beep = ['-itsoffset', '0.5', '-f', 'lavfi', '-i', "aevalsrc='if(gte(t,1.5),sin(2764*t),0)':d=3.5:s=44100"];
    const source = await draw('late.ts', [...flash, ...beep, ...h264, '-bf', '2', '-output_ts_offset', '10']);
    await publish(source);
    const { flash: seenAt, beep: heardAt } = await startsIn(made('master.m3u8'));
    expect(Math.abs(seenAt - heardAt)).toBeLessThan(0.05);
    expect(Math.abs(seenAt - 2)).toBeLessThan(0.12);
  });

  it('turns a phone’s picture upright and forgets where it was taken', async () => {
    const flat = await draw('flat.mp4', [...moving('640x360'), ...h264]);
    const place = ['-metadata', 'location=+55.75+037.61/', '-metadata', 'title=Kitchen'];
    const source = await draw('turned.mp4', ['-i', flat, '-c', 'copy', '-metadata:s:v', 'rotate=90', ...place]);
    expect(await seen(source, 'format_tags=location')).toContain('55.75');

    const video = await publish(source);
    expect(video).toMatchObject({ width: 360, height: 640 });
    const written = await seen(made('v360.mp4'), 'stream=width,height:format_tags:stream_side_data=rotation');
    expect(written).toContain('width=360\nheight=640');
    expect(written).not.toMatch(/rotation|55\.75|Kitchen/);
  });

  it.each([
    [
      'uneven pictures become even',
      'vfr.mp4',
      ['-vf', "select='not(mod(n,5))+lt(mod(n,7),5)'", '-vsync', 'vfr'],
      '640x360',
      15,
    ],
    ['ten bits become eight', 'deep.mp4', ['-pix_fmt', 'yuv420p10le'], '640x360', 15],
    ['4:4:4 of odd sides becomes even', 'odd.mp4', ['-pix_fmt', 'yuv444p'], '641x361', 15],
    ['wide pixels become square', 'wide.mp4', ['-vf', 'setsar=2'], '320x360', 15],
    ['woven lines are untangled', 'woven.mp4', ['-vf', 'setfield=tff', '-flags', '+ildct+ilme'], '640x360', 15],
    [
      'HDR becomes what a screen shows',
      'hdr.mp4',
      ['-pix_fmt', 'yuv420p10le', '-color_trc', 'smpte2084', '-color_primaries', 'bt2020', '-colorspace', 'bt2020nc'],
      '640x360',
      15,
    ],
  ])('%s', async (_, name, options, size, rate) => {
    const source = await draw(name, [...moving(size), ...options, ...h264]);
    const video = await publish(source);
    expect(video).toMatchObject({ width: 640, height: 360, framesPerSecond: rate, hasAudio: false });
    expect(Math.abs(video.durationMs - 3_000)).toBeLessThan(150);
    const written = await seen(made('v360.mp4'), 'stream=pix_fmt,sample_aspect_ratio,color_transfer,r_frame_rate');
    expect(written).toMatch(/sample_aspect_ratio=1:1\npix_fmt=yuv420p\ncolor_transfer=bt709\nr_frame_rate=15\/1/);
  });

  it('mixes surround down to stereo, and cuts sound that outlasts the picture', async () => {
    const surround = ['-f', 'lavfi', '-i', 'aevalsrc=sin(2764*t)|0|0|0|0|0:c=5.1:d=9'];
    await publish(await draw('surround.mkv', [...moving('320x240'), ...surround, ...h264, '-c:a', 'ac3']));
    const sound = await seen(made('audio.mp4'), 'stream=channels,duration');
    expect(sound).toContain('channels=2');
    expect(Number(/duration=([\d.]+)/.exec(sound)?.[1])).toBeLessThan(3.1);
  });

  it('measures a recording whose length nobody wrote down', async () => {
    const source = await draw('live.webm', [
      ...moving('320x240'),
      '-c:v',
      'libvpx',
      '-deadline',
      'realtime',
      '-f',
      'webm',
      '-live',
      '1',
    ]);
    expect(await seen(source, 'format=duration:stream=duration')).not.toMatch(/duration=\d/);
    expect((await publish(source)).durationMs).toBe(3_000);
  });

  it('shows no black poster where the picture begins in the dark', async () => {
    const dark = ['-f', 'lavfi', '-i', "color=black:s=320x240:r=15:d=9,drawbox=color=white:t=fill:enable='gte(t,2.5)'"];
    for (const [name, start] of [
      ['soon', '0'],
      ['late', '0'],
    ] as const) {
      const fade = name === 'late' ? dark.map((arg) => arg.replace('2.5', '3.0')) : dark;
      const video = await publish(await draw(`${name}.mp4`, [...fade, '-ss', start, ...h264]));
      const { channels } = await sharp(made(video.poster.variants.at(-1)!.fileName)).stats();
      expect(channels[0]!.mean).toBeGreaterThan(200);
      await bench.refresh();
    }
  });
});

describe('what is refused, each with its reason', () => {
  const refused = async (source: Promise<string>, reason: string): Promise<void> => {
    await expect(publish(await source)).rejects.toMatchObject({ name: 'MediaRefused', reason });
  };
  const written = (name: string, content: string): Promise<string> => bench.saved(name, content);
  const cut = async (name: string, args: string[]): Promise<string> => {
    const whole = await draw(name, [...moving('640x360', { seconds: 8 }), ...h264, ...args]);
    await truncate(whole, Math.floor((await readFile(whole)).length / 2));
    return whole;
  };

  it.each([
    ['an empty file', () => written('empty.mp4', ''), 'file_empty'],
    ['text under a video’s name', () => written('text.mp4', 'hello'), 'not_a_video'],
    [
      'a playlist under a video’s name',
      () => written('list.mp4', '#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n'),
      'not_a_video',
    ],
    [
      'a script under a video’s name',
      () => written('concat.mp4', 'ffconcat version 1.0\nfile clip.mp4\n'),
      'not_a_video',
    ],
    ['sound alone', () => draw('sound.mp4', [...tone(4)]), 'no_video_stream'],
    [
      'a clip of two seconds',
      () => draw('short.mp4', [...moving('320x240', { seconds: 2 }), ...h264]),
      'video_too_short',
    ],
    ['a film', () => draw('film.mp4', [...moving('64x64', { seconds: 181, rate: 5 }), ...h264]), 'video_too_long'],
    ['one picture', () => draw('still.mp4', [...moving('320x240', { seconds: 4, rate: 0.25 }), ...h264]), 'not_moving'],
    ['a codec of the past', () => draw('past.avi', [...moving('320x240'), '-c:v', 'huffyuv']), 'unsupported_codec'],
    ['a file cut off before its index', () => cut('endless.mp4', []), 'video_unreadable'],
    ['a file cut off behind its index', () => cut('half.mp4', ['-movflags', '+faststart']), 'video_damaged'],
  ])('%s', (_, source, reason) => refused(source(), reason));

  it('a file that needs longer than it may', async () => {
    const source = await draw('slow.mp4', [...moving('1280x720', { seconds: 20, rate: 30 }), ...h264]);
    const work = processVideo({ sourceFile: source, ...bench.settings(), timeoutMs: 300 });
    await expect(work).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', reason: 'too_demanding' });
  });
});
