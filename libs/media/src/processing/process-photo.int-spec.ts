import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { avatarPolicy } from '../domain/image-sizes.js';
import { Workbench } from '../testing/workbench.js';
import { processPhoto, type ProcessPhotoRequest } from './process-photo.js';
import type { ProcessedPhoto } from './processed.js';

let bench: Workbench;

beforeAll(async () => {
  bench = await Workbench.open();
});
beforeEach(() => bench.refresh());
afterAll(() => bench.close());

const publish = (sourceFile: string, changes: Partial<ProcessPhotoRequest> = {}): Promise<ProcessedPhoto> =>
  processPhoto({ sourceFile, ...bench.settings(), ...changes });
/** Left half red, right half blue. */
const halves = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'red' } }).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: 'blue' } }, left: width / 2, top: 0 },
  ]);
const saved = (name: string, content: Buffer | string): Promise<string> => bench.saved(name, content);

describe('processPhoto', () => {
  it('turns a photo upright and strips what it tells about its owner', async () => {
    const exif = { IFD0: { Make: 'Phone' }, IFD3: { GPSLatitude: '55/1 45/1 0/1', GPSLatitudeRef: 'N' } };
    const turned = await halves(800, 400).jpeg().withExif(exif).withMetadata({ orientation: 6, exif }).toBuffer();
    expect((await sharp(turned).metadata()).exif).toBeDefined();

    const photo = await publish(await saved('turned.jpg', turned));
    expect(photo).toMatchObject({ width: 400, height: 800 });
    expect(photo.variants.map((image) => `${image.format} ${image.width}x${image.height}`)).toEqual([
      ...['avif 320x640', 'webp 320x640', 'jpeg 320x640', 'avif 400x800', 'webp 400x800', 'jpeg 400x800'],
    ]);
    for (const image of photo.variants) {
      const {
        exif: left,
        xmp,
        icc,
        width,
        height,
        orientation,
      } = await sharp(join(bench.outputFolder, image.fileName)).metadata();
      expect({ left, xmp, icc, width, height }).toEqual(size(image));
      expect(orientation ?? 1).toBe(1);
    }
    // The left half lay on the left; a quarter clockwise it is on top.
    const { data } = await sharp(join(bench.outputFolder, 'photo-400.jpg')).raw().toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(200);
    expect(data.at(-1)).toBeGreaterThan(200);
  });

  it('cuts an avatar to squares', async () => {
    const photo = await publish(await saved('face.png', await halves(800, 400).png().toBuffer()), {
      policy: avatarPolicy,
      stem: 'avatar',
    });
    expect(photo.variants.filter((image) => image.format === 'webp').map(size)).toEqual(
      [96, 192, 384].map((side) => ({ width: side, height: side })),
    );
    expect((await readdir(bench.outputFolder)).sort()).toEqual(photo.files.map((file) => file.fileName).sort());
  });

  it.each([
    ['an empty file', () => saved('empty.jpg', ''), 'file_empty'],
    ['text under a photo’s name', () => saved('text.jpg', 'hello'), 'not_a_photo'],
    [
      'a drawing that may name other files',
      () => saved('x.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'photo_unsupported',
    ],
    ['an animated GIF', () => saved('x.gif', 'GIF89a'), 'photo_animated'],
    ['a TIFF', async () => saved('x.tif', await halves(64, 64).tiff().toBuffer()), 'photo_unsupported'],
    ['a JPEG XL', () => saved('x.jxl', Buffer.from([0xff, 0x0a, 0, 0])), 'photo_unsupported'],
    [
      'a HEIC of noise',
      () => saved('x.heic', `\0\0\0\x18ftypheic\0\0\0\0mif1heic${'x'.repeat(99)}`),
      'photo_unreadable',
    ],
    ['a speck', async () => saved('s.png', await halves(14, 40).png().toBuffer()), 'frame_too_small'],
  ])('refuses %s', async (_, source, reason) => {
    await expect(publish(await source())).rejects.toMatchObject({ name: 'MediaRefused', reason });
  });

  it('refuses a photo that breaks off', async () => {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
    const file = await saved(
      'half.jpg',
      await sharp({ create: { width: 800, height: 800, channels: 3, background: 'red', noise } })
        .jpeg()
        .toBuffer(),
    );
    await truncate(file, 20_000);
    await expect(publish(file)).rejects.toMatchObject({ reason: 'photo_unreadable' });
  });

  it('refuses a small file that unfolds into a picture of 400 megapixels, before it does', async () => {
    const bomb = sharp({
      create: { width: 20_000, height: 20_000, channels: 3, background: 'red' },
      limitInputPixels: false,
    });
    const file = await saved('bomb.png', await bomb.png({ compressionLevel: 9, palette: false }).toBuffer());
    await expect(publish(file)).rejects.toMatchObject({
      reason: 'photo_too_large',
      message: 'The picture has more than 64 megapixels.',
    });
  });

  it('reads no kind of file but the four, whatever libvips was built with', async () => {
    const disguised = Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff]),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ]);
    await expect(publish(await saved('disguised.jpg', disguised))).rejects.toMatchObject({
      reason: 'photo_unreadable',
    });
  });
});

const size = ({ width, height }: { width: number; height: number }) => ({ width, height });
