import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { avatarPolicy, imageSizes, photoPolicy } from './image-sizes.js';

const widths = (width: number, height: number): number[] =>
  imageSizes({ width, height }, photoPolicy).map((size) => size.width);

describe('imageSizes', () => {
  it('makes the widths of the policy and enlarges nothing', () => {
    expect(widths(6000, 4000)).toEqual([320, 640, 1080, 1440]);
    expect(widths(1440, 1000)).toEqual([320, 640, 1080, 1440]);
    expect(widths(800, 533)).toEqual([320, 640, 800]);
    expect(widths(700, 500)).toEqual([320, 700]);
    expect(widths(100, 100)).toEqual([100]);
  });

  it('keeps a long strip within what WebP can hold', () => {
    expect(imageSizes({ width: 1440, height: 20_000 }, photoPolicy).at(-1)).toEqual({ width: 294, height: 4083 });
  });

  it('cuts avatars square', () => {
    expect(imageSizes({ width: 4000, height: 300 }, avatarPolicy).at(-1)).toEqual({ width: 300, height: 300 });
  });

  it('keeps the shape within a pixel, in rising widths', () => {
    const side = fc.integer({ min: 16, max: 12_000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const sizes = imageSizes({ width, height }, photoPolicy);
        expect(sizes.length).toBeGreaterThan(0);
        sizes.forEach((size, i) => {
          expect(size.width).toBeGreaterThan(sizes[i - 1]?.width ?? 0);
          expect(size.width).toBeLessThanOrEqual(width);
          expect(Math.abs(size.height - (size.width * height) / width)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});
