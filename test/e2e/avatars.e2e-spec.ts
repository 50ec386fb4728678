import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type SignedIn, uploadFile } from '../../tools/client/journey.js';
import { eventually } from '../support/eventually.js';
import { startProduct, type TestProduct } from '../support/product.js';

interface Avatar {
  width: number;
  height: number;
  thumbhash: string;
  small: string;
  webp: string;
  avif: string;
}

let product: TestProduct;
let person: SignedIn;

beforeAll(async () => {
  product = await startProduct();
  person = await product.aPerson('Ada');
});
afterAll(() => product.close());

/** As a phone takes it: lying on its side, telling where and with what. */
async function phonePhoto(background: string): Promise<Buffer> {
  const exif = { IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitude: '55/1 45/1 0/1', GPSLatitudeRef: 'N' } };
  const picture = sharp({ create: { width: 900, height: 600, channels: 3, background } });
  return picture.jpeg().withExif(exif).withMetadata({ orientation: 6, exif }).toBuffer();
}

async function upload(bytes: Buffer): Promise<string> {
  const path = join(product.folder, `${randomBytes(4).toString('hex')}.jpg`);
  await writeFile(path, bytes);
  return uploadFile(person.client, { path, purpose: 'AVATAR', contentType: 'image/jpeg' });
}

async function show(avatarUploadId: string | null): Promise<void> {
  const { updateProfile } = await person.client.send<{ updateProfile: { userErrors: object[] } }>(
    'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { userErrors { code reason field } } }',
    { input: { avatarUploadId } },
  );
  expect(updateProfile.userErrors).toEqual([]);
}

/** What somebody who has not signed in sees. */
async function avatar(): Promise<Avatar | null> {
  const { profile } = await product.client.send<{ profile: { avatar: Avatar | null } }>(
    `query ($id: ID!) { profile(id: $id) { avatar {
      width height thumbhash small: url(width: 96) webp: url(width: 300, format: WEBP) avif: url(format: AVIF) } } }`,
    { id: person.profileId },
  );
  return profile.avatar;
}

async function read(url: string): Promise<{ ok: boolean; bytes: Buffer }> {
  const response = await fetch(url);
  return { ok: response.ok, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe('a picture of a profile', () => {
  let first: Avatar;

  it('is the middle square of a photo, in three formats, and tells nothing of where it was taken', async () => {
    const original = await phonePhoto('red');
    expect(original.includes('SecretPhone')).toBe(true);
    await show(await upload(original));
    first = await eventually(async () => (await avatar()) ?? undefined);

    expect(first).toMatchObject({ width: 384, height: 384, thumbhash: expect.stringMatching(/^[\w+/]{20,}=*$/) });
    const expected = [
      [first.small, 'jpeg', 96],
      [first.webp, 'webp', 384],
      [first.avif, 'heif', 384],
    ] as const;
    for (const [url, format, side] of expected) {
      const { ok, bytes } = await read(url);
      expect(ok).toBe(true);
      const { exif, xmp, ...shape } = await sharp(bytes).metadata();
      expect([exif, xmp]).toEqual([undefined, undefined]);
      expect(shape).toMatchObject({ format, width: side, height: side });
      expect(bytes.includes('SecretPhone')).toBe(false);
    }
  });

  it('stays when the next file is broken, and the upload says why', async () => {
    const uploadId = await upload((await phonePhoto('green')).subarray(0, 700));
    await show(uploadId);
    const rejection = await eventually(async () => {
      const { upload: found } = await person.client.send<{ upload: { rejection: { reason: string } | null } }>(
        'query ($id: ID!) { upload(id: $id) { rejection { code reason } } }',
        { id: uploadId },
      );
      return found.rejection ?? undefined;
    });
    expect(rejection).toEqual({ code: 'UNSUPPORTED_MEDIA', reason: 'photo_unreadable' });
    expect(await avatar()).toEqual(first);
  });

  it('gives way to the next one, and its files go', async () => {
    await show(await upload(await phonePhoto('blue')));
    const second = await eventually(async () => {
      const shown = await avatar();
      return shown && shown.small !== first.small ? shown : undefined;
    });
    expect((await read(second.small)).ok).toBe(true);
    await eventually(async () => ((await read(first.small)).ok ? undefined : true));
  });

  it('is taken away at once, files and all', async () => {
    const shown = (await avatar())!;
    await show(null);
    expect(await avatar()).toBeNull();
    await eventually(async () => ((await read(shown.small)).ok ? undefined : true));
  });
});
