/*
 * Runs as a process of its own, in the sandbox: libvips reads the file here, and if a hostile one brings it down, this is
 * all that falls. Asked by one JSON argument, answers with one line of JSON. Imports nothing of the product, so that
 * nothing but this file and the node modules has to be visible in the sandbox.
 */
import { stat } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';

export type ImageFormat = 'avif' | 'webp' | 'jpeg';

/** Measure first, then make what was chosen: two runs of the worker. */
export type PhotoRequest =
  | { task: 'measure'; file: string; maxPixels: number }
  | {
      task: 'make';
      file: string;
      maxPixels: number;
      stem: string;
      square: boolean;
      sizes: MadeSize[];
      formats: ImageFormat[];
    };

interface MadeSize {
  width: number;
  height: number;
}

interface MadeImage extends MadeSize {
  fileName: string;
  format: ImageFormat;
  sizeBytes: number;
}

export type PhotoAnswer =
  | { ok: 'measured'; width: number; height: number; pages: number }
  | { ok: 'made'; images: MadeImage[]; thumbhash: string }
  | { ok: null; problem: 'unreadable' | 'too_large'; detail: string };

const extensions = { avif: 'avif', webp: 'webp', jpeg: 'jpg' } as const;

// libvips may read these four kinds of files and no other, whatever else it was built with.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadPngFile',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadHeifFile',
  ],
});
sharp.cache(false);

function open(request: PhotoRequest): Sharp {
  // The limit is checked against the header, before a pixel is decoded.
  return sharp(request.file, { limitInputPixels: request.maxPixels, failOn: 'error' });
}

async function measure(request: PhotoRequest): Promise<PhotoAnswer> {
  const { autoOrient, pages = 1 } = await open(request).metadata();
  return { ok: 'measured', width: autoOrient.width, height: autoOrient.height, pages };
}

async function make(request: Extract<PhotoRequest, { task: 'make' }>): Promise<PhotoAnswer> {
  const largest = request.sizes.at(-1);
  if (!largest) throw new Error('no sizes were asked for');
  // Decoded once, upright, in 8-bit sRGB without EXIF, GPS or profiles; the sizes are made from the largest.
  const { data, info } = await resized(open(request).autoOrient(), largest, request.square)
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const pixels = { raw: { width: info.width, height: info.height, channels: info.channels } };

  const images: MadeImage[] = [];
  for (const size of request.sizes) {
    for (const format of request.formats) {
      const fileName = `${request.stem}-${size.width}.${extensions[format]}`;
      await encode(resized(sharp(data, pixels), size, request.square), format).toFile(fileName);
      images.push({ ...size, fileName, format, sizeBytes: (await stat(fileName)).size });
    }
  }
  const tiny = await sharp(data, pixels)
    .resize(100, 100, { fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const hash = rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data);
  return { ok: 'made', images, thumbhash: Buffer.from(hash).toString('base64') };
}

const resized = (image: Sharp, { width, height }: MadeSize, square: boolean): Sharp =>
  image.resize(width, height, { fit: square ? 'cover' : 'fill', kernel: 'lanczos3' });

/** Measured at 1440 pixels: AVIF takes 0.6 s of processor time at effort 2, and 6 s at 4 for files at most 8 % smaller. */
function encode(image: Sharp, format: ImageFormat): Sharp {
  switch (format) {
    case 'avif':
      return image.avif({ quality: 55, effort: 2 });
    case 'webp':
      return image.webp({ quality: 78, effort: 3 });
    case 'jpeg':
      return image.flatten({ background: '#fff' }).jpeg({ quality: 80, progressive: true });
  }
}

async function answer(request: PhotoRequest): Promise<PhotoAnswer> {
  try {
    return request.task === 'measure' ? await measure(request) : await make(request);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: null, problem: detail.includes('pixel limit') ? 'too_large' : 'unreadable', detail };
  }
}

const request = process.argv[2];
if (request !== undefined) {
  process.stdout.write(JSON.stringify(await answer(JSON.parse(request) as PhotoRequest)));
}
