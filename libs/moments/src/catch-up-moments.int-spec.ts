import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, after, minutes, type MomentId } from '@moments/kernel';
import { UploadsQueries, UploadsService } from '@moments/media';
import { execute } from '@moments/platform';
import { anAccount, openFeature } from '@moments/testing/identity';
import { uploadFile } from '@moments/testing/media';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { CatchUpMomentsHandler } from './catch-up-moments.job.js';
import { MomentsJobsModule } from './moments-jobs.module.js';
import { MomentsQueries } from './moments.queries.js';
import { MomentsService } from './moments.service.js';
import { aPublishedMoment } from './testing/published-moment.js';

// No job runs here: every moment is left to the catching up.
describe('a moment whose own job has died', () => {
  let world: LibWorld;
  let ada: AccountId;

  beforeAll(async () => {
    world = await openLibWorld([MomentsJobsModule]);
    await openFeature(world, 'MOMENTS');
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    ada = await anAccount(world);
  });

  const write = (sql: string, parameters: unknown[]) =>
    world.database.transaction((tx) => execute(tx, sql, parameters));
  const statusOf = async (id: MomentId) => (await world.app.get(MomentsQueries).byIds([id])).get(id)?.status;
  const catchUp = () => world.app.get(CatchUpMomentsHandler).handle({}, { signal: new AbortController().signal });

  async function aMomentBeingMade(): Promise<MomentId> {
    const media = { service: world.app.get(UploadsService), queries: world.app.get(UploadsQueries) };
    const bytes = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomavc1', 'latin1');
    const upload = await uploadFile(media, { accountId: ada, bytes });
    const author = { accountId: ada, region: 'RU' };
    const input = { author, uploadIds: [upload.id], caption: '', idempotencyKey: upload.id };
    return (await world.app.get(MomentsService).create(input)).id;
  }

  const failAssetsOf = (id: MomentId) =>
    write(
      `update assets set status = 'failed', finished_at = now(), failure = $2
        where id in (select asset_id from moment_assets where moment_id = $1)`,
      [id, JSON.stringify({ code: 'UNSUPPORTED_MEDIA', reason: 'video_damaged', message: 'This video is damaged.' })],
    );

  async function aDraft(publishAt: Date): Promise<MomentId> {
    const id = await aPublishedMoment(world, { authorId: ada });
    await write(`update moments set status = 'DRAFT', published_at = null, publish_at = $2 where id = $1`, [
      id,
      publishAt,
    ]);
    return id;
  }

  it('is settled once its assets are over for ten minutes, and not while they are being made', async () => {
    const [over, waiting] = [await aMomentBeingMade(), await aMomentBeingMade()];
    await failAssetsOf(over);

    world.clock.advance(minutes(10) - 1);
    await catchUp();
    expect(await statusOf(over)).toBe('PROCESSING');
    world.clock.advance(1);
    await catchUp();

    expect(await statusOf(over)).toBe('FAILED');
    expect(await statusOf(waiting)).toBe('PROCESSING');
  });

  it('is published ten minutes after its hour, and not before its hour', async () => {
    const now = world.clock.now();
    const [due, early] = [await aDraft(after(now, -minutes(10))), await aDraft(after(now, -minutes(10) + 1))];

    await catchUp();

    expect(await statusOf(due)).toBe('PUBLISHED');
    expect(await statusOf(early)).toBe('DRAFT');
  });
});
