import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AccountId, after, hours, newId } from '@moments/kernel';
import { MultipartUploads, Settings } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { randomUUID } from 'node:crypto';
import { MediaModule } from '../media.module.js';
import { mp4, startUploadOf } from '../testing/upload-file.js';
import { UploadEntity } from './upload.entity.js';
import { uploadSettings } from './upload-settings.js';
import { TooManyUploads, UploadTooLarge } from './uploads.errors.js';
import { UploadsQueries } from './uploads.queries.js';
import { UploadsService } from './uploads.service.js';
import { uploadUsage } from './uploads.store.js';

const mebibyte = 2 ** 20;
const partSizeBytes = 5 * mebibyte;

describe('starting an upload', () => {
  let world: LibWorld;
  let media: { service: UploadsService; queries: UploadsQueries };
  let ada: AccountId;

  beforeAll(async () => {
    world = await openLibWorld([MediaModule]);
    media = { service: world.app.get(UploadsService), queries: world.app.get(UploadsQueries) };
    await world.app
      .get(Settings)
      .set('media.uploads', { ...uploadSettings.fallback, partSizeBytes, maxOpen: 4 }, 'test');
  });
  afterAll(() => world.close());
  beforeEach(() => {
    ada = newId<'account'>();
  });

  const aVideo = (bytes: Pick<Uint8Array, 'length'> = mp4(1_000)) => ({ accountId: ada, bytes: bytes as Uint8Array });
  const aFile = () =>
    ({ accountId: ada, purpose: 'VIDEO', fileName: 'a.mp4', contentType: 'video/mp4', byteSize: 10 }) as const;

  it.each([
    ['an empty file', { byteSize: 0 }, 'upload_empty'],
    ['a negative size', { byteSize: -1 }, 'upload_empty'],
    ['one byte more than 1 GiB', { byteSize: 2 ** 30 + 1 }, 'upload_too_large'],
    [
      'a photo of one byte more than 30 MB',
      { purpose: 'PHOTO', contentType: 'image/png', byteSize: 30 * mebibyte + 1 },
      'upload_too_large',
    ],
    ['a text announced for a video', { contentType: 'text/plain' }, 'content_type_unfit'],
    ['no media type', { contentType: 'video' }, 'invalid_input'],
    ['a checksum that is none', { sha256: 'abc' }, 'invalid_input'],
    ['no name', { fileName: '' }, 'invalid_input'],
    ['no key', { idempotencyKey: '' }, 'invalid_input'],
  ] as const)('does not begin with %s', async (_, wrong, reason) => {
    const started = media.service.start({ ...aFile(), idempotencyKey: randomUUID(), ...wrong });

    await expect(started).rejects.toMatchObject({ reason });
  });

  it('begins with exactly 1 GiB and keeps none of it here', async () => {
    const upload = await startUploadOf(media, aVideo({ length: 2 ** 30 }));

    const targets = await media.queries.partTargets(upload, [1, 205]);

    expect(targets.map(({ sizeBytes }) => sizeBytes)).toEqual([partSizeBytes, 2 ** 30 - 204 * partSizeBytes]);
    await expect(startUploadOf(media, aVideo({ length: 2 ** 30 + 1 }))).rejects.toThrow(UploadTooLarge);
  });

  it('opens one upload for one key, however often it is asked, and refuses the key with another input', async () => {
    const start = (byteSize = 10) => media.service.start({ ...aFile(), byteSize, idempotencyKey: 'k1' });

    const [first, second] = await Promise.all([start(), start()]);

    expect(second).toEqual(first);
    expect(await start()).toEqual(first);
    expect(await media.queries.partTargets(first)).toHaveLength(1);
    await expect(start(11)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('goes on with the same key when the store could not be reached at first', async () => {
    const opening = jest.spyOn(world.app.get(MultipartUploads), 'start').mockRejectedValueOnce(new Error('no store'));
    const start = () => media.service.start({ ...aFile(), idempotencyKey: 'k1' });

    await expect(start()).rejects.toThrow('no store');
    const upload = await start();

    expect(await media.queries.partTargets(upload)).toHaveLength(1);
    opening.mockRestore();
  });

  it('lets an account have four uploads open, and a fifth once one is over', async () => {
    const open = await Promise.all([1, 2, 3, 4].map(() => startUploadOf(media, aVideo())));

    await expect(startUploadOf(media, aVideo())).rejects.toThrow(TooManyUploads);
    await media.service.abort({ accountId: ada, uploadId: open[0]!.id });
    expect(await startUploadOf(media, aVideo())).toMatchObject({ status: 'PENDING' });
  });

  it('counts the bytes of an upload for a day, also once it is aborted', async () => {
    const upload = await startUploadOf(media, aVideo());
    const usage = () => world.database.transaction((tx) => uploadUsage(tx, ada, world.clock.now()));

    await media.service.abort({ accountId: ada, uploadId: upload.id });

    expect(await usage()).toEqual({ open: 0, bytesToday: 1_000 });
  });

  it('counts an upload as open for as long as it is, also after a day', async () => {
    const upload = await startUploadOf(media, aVideo());
    const begun = after(world.clock.now(), -hours(25));
    await world.database.transaction((tx) => tx.update(UploadEntity, { id: upload.id }, { createdAt: begun }));

    const usage = await world.database.transaction((tx) => uploadUsage(tx, ada, world.clock.now()));

    expect(usage).toEqual({ open: 1, bytesToday: 0 });
  });
});
