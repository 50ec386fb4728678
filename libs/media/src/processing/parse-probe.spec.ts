import { describe, expect, it } from '@jest/globals';
import { parseProbe, parseRational } from './parse-probe.js';

/** The parts of ffprobe's answers that matter, as it printed them. */
const format = { format_name: 'mov,mp4,m4a,3gp,3g2,mj2', duration: '5.056000', size: '1992800' };
const picture = {
  ...{ index: 0, codec_type: 'video', codec_name: 'h264', width: 1920, height: 1080, pix_fmt: 'yuv420p' },
  ...{ sample_aspect_ratio: '1:1', field_order: 'progressive', r_frame_rate: '30/1', avg_frame_rate: '30/1' },
  ...{ duration: '5.000000', nb_frames: '150', disposition: { default: 1, attached_pic: 0 } },
};
const sound = { index: 1, codec_type: 'audio', codec_name: 'aac', channels: 6, sample_rate: '48000' };
const videoOf = (...changes: object[]) =>
  parseProbe({ streams: [Object.assign({}, picture, ...changes)], format }).video!;
const turned = (rotation: number, matrix: string) => ({
  side_data_list: [{ side_data_type: 'Display Matrix', rotation, displaymatrix: matrix }],
});

describe('parseProbe', () => {
  it('reads an ordinary clip, and takes the length of the picture before that of the file', () => {
    expect(parseProbe({ streams: [picture, sound], format })).toMatchObject({
      ...{ sizeBytes: 1_992_800, durationMs: 5_000 },
      video: { index: 0, codec: 'h264', width: 1920, height: 1080, rotation: 0, frames: 150, hdr: null, bitDepth: 8 },
      audio: { index: 1, codec: 'aac', channels: 6, sampleRate: 48_000 },
    });
  });

  it.each([
    [-90, 90, 1080, 1920],
    [90, 270, 1080, 1920],
    [180, 180, 1920, 1080],
    [-180, 180, 1920, 1080],
    [0, 0, 1920, 1080],
    [45, 0, 1920, 1080],
  ])('turns the picture upright: rotation %s → clockwise %s, %s×%s', (said, rotation, width, height) => {
    const matrix = '\n00000000:            0       65536           0\n00000001:       -65536           0           0\n';
    expect(videoOf(turned(said, matrix))).toMatchObject({ rotation, width, height, mirrored: false });
  });

  it('sees a mirrored picture in the matrix', () => {
    const matrix = '\n00000000:       -65536           0           0\n00000001:            0       65536           0\n';
    expect(videoOf(turned(0, matrix)).mirrored).toBe(true);
  });

  it('stretches anamorphic pixels to square ones, before turning', () => {
    expect(videoOf({ width: 640, height: 360, sample_aspect_ratio: '2:1' })).toMatchObject({
      width: 1280,
      height: 360,
    });
    expect(videoOf({ width: 640, height: 360, sample_aspect_ratio: '1:2' })).toMatchObject({ width: 640, height: 720 });
    const upright = { sample_aspect_ratio: '2:1', ...turned(-90, '') };
    expect(videoOf({ width: 640, height: 360 }, upright)).toMatchObject({ width: 360, height: 1280 });
    expect(videoOf({ sample_aspect_ratio: '0:1' }).pixelAspect).toBe(1);
    expect(videoOf({ sample_aspect_ratio: '1000:1' }).pixelAspect).toBe(1);
  });

  it('knows HDR by its transfer and the depth by the pixel format', () => {
    expect(videoOf({ pix_fmt: 'yuv420p10le', color_transfer: 'arib-std-b67' })).toMatchObject({
      hdr: 'hlg',
      bitDepth: 10,
    });
    expect(videoOf({ pix_fmt: 'yuv420p10le', color_transfer: 'smpte2084' })).toMatchObject({ hdr: 'pq', bitDepth: 10 });
    expect(videoOf({ color_transfer: 'bt709' }).hdr).toBeNull();
    expect(videoOf({ pix_fmt: 'yuvj420p' }).color.fullRange).toBe(true);
    expect(videoOf({ color_space: 'unknown' }).color.matrix).toBeNull();
  });

  it('calls a rate variable when the average is off the base by more than 2 %', () => {
    expect(videoOf({ r_frame_rate: '30/1', avg_frame_rate: '2945/100' }).frameRate.variable).toBe(false);
    expect(videoOf({ r_frame_rate: '30/1', avg_frame_rate: '2900/100' }).frameRate.variable).toBe(true);
    expect(videoOf({ avg_frame_rate: '0/0' }).frameRate).toMatchObject({ average: null, variable: false });
  });

  it('takes no album cover for a video, and a track without channels for no sound', () => {
    const cover = { ...picture, codec_name: 'mjpeg', disposition: { default: 0, attached_pic: 1 } };
    expect(parseProbe({ streams: [sound, cover], format })).toMatchObject({ video: null, audio: { index: 1 } });
    expect(parseProbe({ streams: [picture, { ...sound, channels: 0 }], format }).audio).toBeNull();
  });

  it('prefers the streams that the file marks as default', () => {
    const second = { ...picture, index: 2, disposition: { default: 1 } };
    expect(parseProbe({ streams: [{ ...picture, disposition: {} }, second], format }).video?.index).toBe(2);
  });

  it('finds the length in the stream, its tag or the container, and says when it is nowhere', () => {
    const bare = { ...picture, duration: undefined };
    const of = (stream: object, file: object): number | null =>
      parseProbe({ streams: [stream], format: file }).durationMs;
    expect(of({ ...bare, tags: { DURATION: '00:01:02.500000000' } }, format)).toBe(62_500);
    expect(of(bare, format)).toBe(5_056);
    expect(of({ ...bare, duration: '0.000000' }, { format_name: 'matroska,webm' })).toBeNull();
  });

  it('fails on an answer of another shape', () => {
    expect(() => parseProbe({ streams: 'none' })).toThrow();
  });
});

describe('parseRational', () => {
  it('reads fractions and declines the rest', () => {
    expect(parseRational('30000/1001')).toEqual({ num: 30_000, den: 1001 });
    expect([undefined, '', '0/0', '30/0', 'x/y'].map(parseRational)).toEqual([null, null, null, null, null]);
  });
});
