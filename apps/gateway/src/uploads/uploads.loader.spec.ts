import { describe, expect, it, jest } from '@jest/globals';
import { FixedClock } from '@moments/kernel';
import { UploadsQueries, type UploadView } from '@moments/media';
import { Settings } from '@moments/platform';
import { databaseNeverAsked, uploadsNeverAsked } from '@moments/testing/platform';
import { UploadsLoader } from './uploads.loader.js';

const view = { status: 'PENDING' } as UploadView;

function aLoader() {
  const [database, clock] = [databaseNeverAsked(), new FixedClock(new Date(0))];
  const queries = new UploadsQueries(database, uploadsNeverAsked(), new Settings(database, clock), clock);
  const partTargets = jest
    .spyOn(queries, 'partTargets')
    .mockImplementation((_, numbers) =>
      Promise.resolve((numbers ?? [1, 2]).map((number) => ({ number, url: `https://store/${number}`, sizeBytes: 1 }))),
    );
  return { loader: new UploadsLoader(queries), partTargets };
}

describe('targets for the parts of an upload', () => {
  it('are signed once, however many aliases ask for the same', async () => {
    const { loader, partTargets } = aLoader();
    const asked = await Promise.all([1, 2, 3].map(() => loader.partTargets(view, [1, 2])));
    expect(asked[2]).toEqual(asked[0]);
    await Promise.all([loader.partTargets(view, null), loader.partTargets(view, undefined)]);
    expect(partTargets.mock.calls.map(([, numbers]) => numbers)).toEqual([[1, 2], null]);
  });

  it('are signed anew for other parts, and for the upload as a mutation has left it', async () => {
    const { loader, partTargets } = aLoader();
    await loader.partTargets(view, [1]);
    await loader.partTargets(view, [2]);
    await loader.partTargets({ ...view }, [1]);
    expect(partTargets).toHaveBeenCalledTimes(3);
  });
});
