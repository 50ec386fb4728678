import { describe, expect, it } from '@jest/globals';
import { aSource, aVideo } from '../testing/source-facts.factory.js';
import { admitSize, admitVideo, assertPlayedToItsEnd } from './admission.js';
import { defaultVideoLimits as limits } from './media-limits.js';
import type { SourceFacts } from './source-facts.js';

const refusal = (facts: SourceFacts): unknown => {
  try {
    admitVideo(facts, limits);
    return null;
  } catch (error) {
    return (error as { reason: string }).reason;
  }
};

describe('admitVideo', () => {
  it('admits a phone clip with its length', () => {
    expect(admitVideo(aSource({ durationMs: 20_000 }), limits)).toMatchObject({ durationMs: 20_000 });
  });

  it.each([
    [2_949, 'video_too_short'],
    [2_950, null],
    [3_000, null],
    [180_000, null],
    [180_049, null],
    [180_050, 'video_too_long'],
    [2_400_000, 'video_too_long'],
    [null, 'video_unreadable'],
  ])('judges the length in tenths of a second: %s ms → %s', (durationMs, reason) => {
    expect(refusal(aSource({ durationMs }))).toBe(reason);
  });

  it.each([
    [7680, 4320, null],
    [4320, 7680, null],
    [7682, 4320, 'frame_too_large'],
    [7680, 4322, 'frame_too_large'],
    [16, 48, null],
    [14, 48, 'frame_too_small'],
  ])('admits frames up to 8K lying either way: %s×%s → %s', (width, height, reason) => {
    const video = aVideo({ width, height, codedWidth: width, codedHeight: height });
    expect(refusal(aSource({ video }))).toBe(reason);
  });

  it('counts coded pixels too: a narrow display of a huge frame costs the memory of the frame', () => {
    expect(refusal(aSource({ video: aVideo({ codedWidth: 16_000, codedHeight: 1080 }) }))).toBe('frame_too_large');
  });

  it('refuses what has no picture, no motion or a foreign codec, each by its own reason', () => {
    expect(refusal(aSource({ video: null }))).toBe('no_video_stream');
    expect(refusal(aSource({ video: null, audio: null }))).toBe('not_a_video');
    expect(refusal(aSource({ video: aVideo({ frames: 1 }) }))).toBe('not_moving');
    expect(refusal(aSource({ video: aVideo({ codec: 'indeo3' }) }))).toBe('unsupported_codec');
    expect(refusal(aSource({ audio: { index: 1, codec: 'cook', channels: 2, sampleRate: 44_100 } }))).toBe(
      'unsupported_codec',
    );
  });

  it('says it in a sentence with the limit in it', () => {
    expect(() => admitVideo(aSource({ durationMs: 1_000 }), limits)).toThrow('The video is shorter than 3 seconds.');
    expect(() => admitVideo(aSource({ video: aVideo({ codec: 'indeo3' }) }), limits)).toThrow(/encoded with indeo3/);
  });
});

describe('admitSize', () => {
  it('admits up to the limit and nothing empty', () => {
    expect(() => admitSize(1024 ** 3, limits.maxSizeBytes)).not.toThrow();
    expect(() => admitSize(1024 ** 3 + 1, limits.maxSizeBytes)).toThrow('larger than 1024 MB');
    expect(() => admitSize(0, limits.maxSizeBytes)).toThrow('The file is empty.');
  });
});

describe('assertPlayedToItsEnd', () => {
  it.each([
    [5_000, 4_500, true],
    [5_000, 4_499, false],
    [5_000, 5_500, true],
    [5_000, 5_501, false],
    [100_000, 95_000, true],
    [100_000, 94_999, false],
  ])('announced %s ms, produced %s ms: published %s', (announced, produced, fine) => {
    const check = (): void => assertPlayedToItsEnd(announced, produced, limits);
    if (fine) expect(check).not.toThrow();
    else expect(check).toThrow(/damaged/);
  });
});
