import { describe, expect, it } from '@jest/globals';
import { bestVariant, type ImageFormat } from './asset-content.js';

const variant = (format: ImageFormat, width: number) => ({ format, width, height: width, file: `${format}-${width}` });
const image = { variants: [variant('JPEG', 720), variant('WEBP', 320), variant('JPEG', 320), variant('WEBP', 720)] };

describe('choosing what to show of a picture', () => {
  it.each([
    [{}, 'JPEG-720'],
    [{ width: 1 }, 'JPEG-320'],
    [{ width: 320 }, 'JPEG-320'],
    [{ width: 321 }, 'JPEG-720'],
    [{ width: 9_000 }, 'JPEG-720'],
    [{ width: 100, format: 'WEBP' }, 'WEBP-320'],
    [{ width: 100, format: 'AVIF' }, 'JPEG-320'],
  ] as const)('for %j it is %s', (wanted, file) => {
    expect(bestVariant(image, wanted).file).toBe(file);
  });

  it('takes the only format there is', () => {
    expect(bestVariant({ variants: [variant('AVIF', 320)] }).file).toBe('AVIF-320');
  });
});
