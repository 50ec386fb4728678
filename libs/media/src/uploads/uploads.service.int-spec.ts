import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AccountId, hours, newId, NotFound } from '@moments/kernel';
import { MultipartUploads, ObjectStorage, Settings } from '@moments/platform';
import { createHash } from 'node:crypto';
import { MediaModule } from '../media.module.js';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { mp4, putParts, startUploadOf, type TestFile, uploadFile } from '../testing/upload-file.js';
import { uploadSettings } from './upload-settings.js';
import { UploadClosed, UploadExpired } from './uploads.errors.js';
import { UploadsQueries } from './uploads.queries.js';
import { UploadsService } from './uploads.service.js';
import { originalOf } from './uploads.store.js';

const partSizeBytes = 5 * 2 ** 20;

describe('uploading a file', () => {
  let world: LibWorld;
  let media: { service: UploadsService; queries: UploadsQueries };
  let storage: ObjectStorage;
  let multipart: MultipartUploads;
  let ada: AccountId;

  beforeAll(async () => {
    world = await openLibWorld([MediaModule]);
    storage = world.app.get(ObjectStorage);
    multipart = world.app.get(MultipartUploads);
    media = { service: world.app.get(UploadsService), queries: world.app.get(UploadsQueries) };
    await world.app
      .get(Settings)
      .set('media.uploads', { ...uploadSettings.fallback, partSizeBytes, maxOpen: 4 }, 'test');
  });
  afterAll(() => world.close());
  beforeEach(() => {
    ada = newId<'account'>();
  });

  const aVideo = (more: Partial<TestFile> = {}): TestFile => ({ accountId: ada, bytes: mp4(1_000), ...more });
  const inStore = (id: string) => storage.sizeOf({ bucket: 'uploads', key: id });

  it('brings every byte into the store when all parts are put', async () => {
    const bytes = mp4(2 * partSizeBytes + 1);

    const upload = await uploadFile(media, aVideo({ bytes }));

    expect(upload).toMatchObject({ status: 'COMPLETED', sizeBytes: bytes.length, partSizeBytes, rejection: undefined });
    const stored = await storage.readRange(originalOf(upload.id), 0, bytes.length);
    expect(createHash('sha256').update(stored).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it.each([-1, 1])('refuses a part that is longer or shorter than announced (%i byte)', async (difference) => {
    const upload = await startUploadOf(media, aVideo());
    const [target] = await media.queries.partTargets(upload);

    const response = await fetch(target!.url, { method: 'PUT', body: Buffer.from(mp4(1_000 + difference)) });

    expect(response.status).toBe(403);
    expect(await media.queries.uploadedParts(upload)).toEqual([]);
  });

  it('resumes after a break with the parts that have not arrived', async () => {
    const bytes = mp4(2 * partSizeBytes + 1);
    const upload = await startUploadOf(media, aVideo({ bytes }));
    const [second] = await putParts(media, upload, bytes, [2]);

    expect(await media.queries.uploadedParts(upload)).toEqual([
      { number: 2, etag: expect.any(String), sizeBytes: partSizeBytes },
    ]);
    const rest = await putParts(media, upload, bytes);
    expect(rest.map(({ number }) => number)).toEqual([1, 3]);
    const parts = [...rest, second!];
    expect(await media.service.complete({ accountId: ada, uploadId: upload.id, parts })).toMatchObject({
      status: 'COMPLETED',
    });
  });

  it.each([0, 4, 1.5])('has no target for part %d of three', async (number) => {
    const upload = await startUploadOf(media, aVideo({ bytes: mp4(2 * partSizeBytes + 1) }));

    await expect(media.queries.partTargets(upload, [number])).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: 'numbers.0: must be between 1 and 3',
    });
  });

  it('takes the later of two uploads of one part', async () => {
    const upload = await startUploadOf(media, aVideo());
    const [first] = await putParts(media, upload, mp4(1_000), [1]);
    const other = mp4(1_000).fill(9, 500);
    const [second] = await putParts(media, upload, other, [1]);
    const complete = (part: typeof first) =>
      media.service.complete({ accountId: ada, uploadId: upload.id, parts: [part!] });

    await expect(complete(first)).rejects.toMatchObject({ message: 'parts.0.etag: is not the ETag of part 1' });
    expect(await complete(second)).toMatchObject({ status: 'COMPLETED' });
    expect(Buffer.from(await storage.readRange(originalOf(upload.id), 0, 999))).toEqual(Buffer.from(other));
  });

  it('names every part that is missing, doubled or unknown, and can be completed afterwards', async () => {
    const bytes = mp4(2 * partSizeBytes + 1);
    const upload = await startUploadOf(media, aVideo({ bytes }));
    const [one] = await putParts(media, upload, bytes, [1]);
    const parts = [one!, one!, { number: 2, etag: 'x' }, { number: 9, etag: 'x' }];

    await expect(media.service.complete({ accountId: ada, uploadId: upload.id, parts })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: [
        'parts.1.number: part 1 is named twice',
        'parts.2.number: part 2 has not been uploaded',
        'parts.3.number: this upload has the parts 1 to 3',
        'parts: these parts are missing: 3',
      ].join('; '),
    });
    const rest = await putParts(media, upload, bytes);
    const all = { accountId: ada, uploadId: upload.id, parts: [one!, ...rest] };
    expect(await media.service.complete(all)).toMatchObject({ status: 'COMPLETED' });
  });

  it('gives the same answer when it is completed twice, also at the same time', async () => {
    const upload = await startUploadOf(media, aVideo());
    const parts = await putParts(media, upload, mp4(1_000));
    const complete = () => media.service.complete({ accountId: ada, uploadId: upload.id, parts });

    const answers = await Promise.all([complete(), complete(), complete()]);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['COMPLETED']));
    expect(await complete()).toEqual(answers[0]);
  });

  it('is completed by a second call when the first died after the store had put the parts together', async () => {
    const upload = await startUploadOf(media, aVideo());
    const parts = await putParts(media, upload, mp4(1_000));
    const readRange = jest.spyOn(storage, 'readRange').mockRejectedValueOnce(new Error('gone'));
    const complete = () => media.service.complete({ accountId: ada, uploadId: upload.id, parts });

    await expect(complete()).rejects.toThrow('gone');
    expect(await complete()).toMatchObject({ status: 'COMPLETED' });
    readRange.mockRestore();
  });

  it.each([
    ['text', 'hello, this is no film'],
    ['a playlist', '#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n'],
    ['a concat script', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
    ['a page', '<!doctype html><title>film</title>'],
    ['a photo', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46])],
  ])('rejects %s named as a video, in a sentence, and keeps nothing of it', async (_, content) => {
    const bytes = new Uint8Array(Buffer.from(content as string));

    const upload = await uploadFile(media, aVideo({ bytes }));

    expect(upload).toMatchObject({
      status: 'REJECTED',
      rejection: { code: 'UNSUPPORTED_MEDIA', reason: 'not_a_video', message: expect.stringContaining('not a video') },
    });
    expect(await inStore(upload.id)).toBeUndefined();
  });

  it('gives the rejection again when a rejected upload is completed again', async () => {
    const upload = await startUploadOf(media, aVideo({ bytes: new Uint8Array(Buffer.from('text')) }));
    const parts = await putParts(media, upload, new Uint8Array(Buffer.from('text')));
    const complete = () => media.service.complete({ accountId: ada, uploadId: upload.id, parts });

    const answers = await Promise.all([complete(), complete()]);

    expect(answers.map(({ status }) => status)).toEqual(['REJECTED', 'REJECTED']);
    expect(await complete()).toEqual(answers[0]);
  });

  it('is completed although the store said so too late', async () => {
    const upload = await startUploadOf(media, aVideo());
    const parts = await putParts(media, upload, mp4(1_000));
    const inTime = multipart.complete.bind(multipart);
    const late = jest.spyOn(multipart, 'complete').mockImplementationOnce(async (...asked) => {
      await inTime(...asked);
      throw new Error('not waited for any longer');
    });

    const completed = await media.service.complete({ accountId: ada, uploadId: upload.id, parts });

    expect(completed).toMatchObject({ status: 'COMPLETED' });
    late.mockRestore();
  });

  it('gives the rejection also when a call at the same time has rejected it and thrown it away', async () => {
    const upload = await startUploadOf(media, aVideo({ bytes: new Uint8Array(Buffer.from('text')) }));
    const parts = await putParts(media, upload, new Uint8Array(Buffer.from('text')));
    const complete = () => media.service.complete({ accountId: ada, uploadId: upload.id, parts });
    const inTime = multipart.complete.bind(multipart);
    const overtaken = jest.spyOn(multipart, 'complete').mockImplementationOnce(async (...asked) => {
      await complete();
      return inTime(...asked);
    });

    expect(await complete()).toMatchObject({ status: 'REJECTED', rejection: { reason: 'not_a_video' } });
    overtaken.mockRestore();
  });

  it('is over when the store has lost it', async () => {
    const upload = await startUploadOf(media, aVideo());
    const parts = await putParts(media, upload, mp4(1_000));
    await multipart.abort(originalOf(upload.id), upload.multipartId!);

    await expect(media.service.complete({ accountId: ada, uploadId: upload.id, parts })).rejects.toThrow(UploadExpired);
  });

  it('rejects a video that was announced as a photo', async () => {
    const upload = await uploadFile(media, aVideo({ purpose: 'PHOTO' }));

    expect(upload.rejection).toMatchObject({ code: 'UNSUPPORTED_MEDIA', reason: 'not_a_photo' });
  });

  it('knows nothing of another account’s upload', async () => {
    const upload = await startUploadOf(media, aVideo());
    const bob = newId<'account'>();

    expect(await media.queries.ofAccount(bob, upload.id)).toBeUndefined();
    await expect(media.service.abort({ accountId: bob, uploadId: upload.id })).rejects.toThrow(NotFound);
    await expect(media.service.complete({ accountId: bob, uploadId: upload.id, parts: [] })).rejects.toThrow(NotFound);
    expect(await media.queries.ofAccount(ada, upload.id)).toMatchObject({ status: 'PENDING' });
  });

  it('can be aborted twice, takes no parts afterwards and cannot be completed', async () => {
    const upload = await startUploadOf(media, aVideo());
    const parts = await putParts(media, upload, mp4(1_000));
    const command = { accountId: ada, uploadId: upload.id };

    const aborted = await media.service.abort(command);

    expect(aborted).toMatchObject({ status: 'ABORTED' });
    expect(await media.service.abort(command)).toEqual(aborted);
    expect(await media.queries.partTargets(aborted)).toEqual([]);
    // Not even with what was known before.
    await expect(putParts(media, upload, mp4(1_000))).rejects.toThrow('NoSuchUpload');
    await expect(media.service.complete({ ...command, parts })).rejects.toThrow(UploadClosed);
  });

  it('cannot be aborted once it is completed', async () => {
    const upload = await uploadFile(media, aVideo());

    await expect(media.service.abort({ accountId: ada, uploadId: upload.id })).rejects.toThrow(UploadClosed);
    expect(await inStore(upload.id)).toBe(1_000);
  });

  it('cannot be completed after its time is over', async () => {
    const upload = await startUploadOf(media, aVideo());
    const parts = await putParts(media, upload, mp4(1_000));
    const complete = () => media.service.complete({ accountId: ada, uploadId: upload.id, parts });

    world.clock.advance(hours(24));

    expect(await media.queries.ofAccount(ada, upload.id)).toMatchObject({ status: 'EXPIRED' });
    await expect(complete()).rejects.toThrow(UploadExpired);
  });
});
