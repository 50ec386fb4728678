import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aVideo } from '../testing/source-facts.factory.js';
import { bitrateLadder } from './bitrate-ladder.js';

const sizes = (width: number, height: number): string[] =>
  bitrateLadder(aVideo({ width, height })).rungs.map((rung) => `${rung.width}x${rung.height}`);

describe('bitrateLadder', () => {
  it('gives portrait and landscape the same rungs', () => {
    expect(sizes(1080, 1920)).toEqual(['1080x1920', '720x1280', '480x854', '360x640']);
    expect(sizes(1920, 1080)).toEqual(['1920x1080', '1280x720', '854x480', '640x360']);
  });

  it('ends at 1080 on the short side and keeps a smaller source at its own size', () => {
    expect(sizes(3840, 2160)[0]).toBe('1920x1080');
    expect(sizes(1078, 1916)[0]).toBe('1078x1916');
    expect(sizes(720, 720)).toEqual(['720x720', '480x480', '360x360']);
    expect(sizes(641, 361)).toEqual(['640x360']);
    expect(sizes(48, 144)).toEqual(['48x144']);
  });

  it('leaves out a rung that is hardly smaller than the source', () => {
    expect(sizes(424, 754)).toEqual(['424x754', '360x640']);
    expect(sizes(422, 750)).toEqual(['422x750']);
  });

  it('makes a long panorama smaller until decoders take it', () => {
    expect(sizes(7680, 1080)).toEqual(['4096x576', '3414x480', '2560x360']);
  });

  it('allows more bits above 30 pictures a second', () => {
    const rate = (num: number): number =>
      bitrateLadder(aVideo({ frameRate: { average: { num, den: 1 }, base: { num, den: 1 }, variable: false } }))
        .rungs[0].maxBitrate;
    expect(rate(30)).toBe(5_000_000);
    expect(rate(31)).toBe(7_000_000);
  });

  it('never enlarges, keeps sides even, the shape within two pixels, and sizes and rates falling', () => {
    const side = fc.integer({ min: 16, max: 7680 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const { rungs } = bitrateLadder(aVideo({ width, height }));
        const names = new Set(rungs.map((rung) => rung.name));
        expect(names.size).toBe(rungs.length);
        rungs.forEach((rung, i) => {
          expect(rung.width % 2 || rung.height % 2).toBe(0);
          expect(rung.width <= width && rung.height <= height).toBe(true);
          expect(Math.min(rung.width, rung.height)).toBeLessThanOrEqual(1080);
          expect(Math.max(rung.width, rung.height)).toBeLessThanOrEqual(4096);
          // Along the longer side, where a rounded short side weighs most: the error in pixels of the short side.
          const [long, short] = width >= height ? [rung.width, rung.height] : [rung.height, rung.width];
          const exact = (long * Math.min(width, height)) / Math.max(width, height);
          expect(Math.abs(short - exact)).toBeLessThanOrEqual(2);
          const above = rungs[i - 1];
          if (above) expect(rung.width < above.width && rung.maxBitrate < above.maxBitrate).toBe(true);
        });
      }),
    );
  });
});
