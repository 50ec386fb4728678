import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { days, newId } from '@moments/kernel';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { AssetsService } from '../assets/assets.service.js';
import { MediaJobsModule } from '../media-jobs.module.js';
import { uploadFile } from '../testing/upload-file.js';
import { UploadsQueries } from '../uploads/uploads.queries.js';
import { UploadsService } from '../uploads/uploads.service.js';
import { SweepUploadsHandler } from './sweep-uploads.job.js';

describe('sweeping uploads', () => {
  let world: LibWorld;

  beforeAll(async () => {
    world = await openLibWorld([MediaJobsModule]);
  });
  afterAll(() => world.close());

  it('leaves an upload alone that something is being made of at that very moment', async () => {
    const media = { service: world.app.get(UploadsService), queries: world.app.get(UploadsQueries) };
    const ownerId = newId<'account'>();
    const bytes = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomavc1', 'latin1');
    const { id } = await uploadFile(media, { accountId: ownerId, bytes });
    world.clock.advance(days(30));
    const sweep = () => world.app.get(SweepUploadsHandler).handle({}, { signal: new AbortController().signal });

    const swept = await world.database.transaction(async (tx) => {
      const uploads = { ownerId, uploadIds: [id], purposes: ['VIDEO'] as const, field: 'uploadIds' };
      await world.app.get(AssetsService).process(tx, uploads);
      const sweeping = sweep();
      // A sweep that waits for the upload's row waits by now.
      await sleep(300);
      return { sweeping };
    });
    await swept.sweeping;
    await sweep();

    expect(await media.queries.ofAccount(ownerId, id)).toMatchObject({ status: 'COMPLETED' });
  });
});
