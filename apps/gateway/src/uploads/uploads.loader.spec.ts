import { describe, expect, it, jest } from '@jest/globals';
import type { UploadsQueries, UploadView } from '@moments/media';
import { UploadsLoader } from './uploads.loader.js';

const view = { status: 'PENDING' } as UploadView;

function aLoader() {
  const partTargets = jest.fn<UploadsQueries['partTargets']>((_, numbers) =>
    Promise.resolve((numbers ?? [1, 2]).map((number) => ({ number, url: `https://store/${number}`, sizeBytes: 1 }))),
  );
  return { loader: new UploadsLoader({ partTargets } as unknown as UploadsQueries), partTargets };
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
