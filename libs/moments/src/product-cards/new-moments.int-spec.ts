import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CatalogJobsModule } from '@moments/catalog';
import { IdentityJobsModule } from '@moments/identity';
import { type AccountId, type MomentId, newId, type ProductId } from '@moments/kernel';
import { LedgerJobsModule } from '@moments/ledger';
import { MediaJobsModule, TranscodingModule, UploadsQueries, UploadsService } from '@moments/media';
import { JobRunnerModule, rows } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { anAccount, openFeature } from '@moments/testing/identity';
import { drawn, ensurePhotoWorker, h264, moving, uploadFile } from '@moments/testing/media';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MomentsJobsModule } from '../moments-jobs.module.js';
import { MomentsQueries } from '../moments.queries.js';
import { type CreateMoment, MomentsService } from '../moments.service.js';
import { ProductCardsQueries } from './product-cards.queries.js';

let folder: string;
let clip: Uint8Array;
let photo: Uint8Array;
let world: LibWorld;
let moments: MomentsService;
let ada: AccountId;
let lamp: ProductId;
let chair: ProductId;

beforeAll(async () => {
  await ensurePhotoWorker();
  folder = await mkdtemp(join(tmpdir(), 'moments-test-'));
  clip = await readFile(await drawn(join(folder, 'clip.mp4'), [...moving('90x160', { seconds: 3 }), ...h264]));
  const still = ['-f', 'lavfi', '-i', 'testsrc2=s=64x48', '-frames:v', '1'];
  photo = await readFile(await drawn(join(folder, 'photo.jpg'), still));
  world = await openLibWorld([
    JobRunnerModule.forRoot({ lane: 'worker', concurrency: 4 }),
    JobRunnerModule.forRoot({ lane: 'transcoder', concurrency: 2 }),
    TranscodingModule.forRoot({ folder: join(folder, 'work'), sandboxRequired: false }),
    ...[CatalogJobsModule, IdentityJobsModule, LedgerJobsModule, MediaJobsModule, MomentsJobsModule],
  ]);
  moments = world.app.get(MomentsService);
  await openFeature(world, 'MOMENTS');
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  ada = await anAccount(world);
  [lamp, chair] = [await aProduct(world), await aProduct(world)];
});

async function anUpload(purpose: 'VIDEO' | 'PHOTO') {
  const media = { service: world.app.get(UploadsService), queries: world.app.get(UploadsQueries) };
  return (await uploadFile(media, { accountId: ada, purpose, bytes: purpose === 'VIDEO' ? clip : photo })).id;
}
const create = async (more: Partial<CreateMoment>, purpose: 'VIDEO' | 'PHOTO' = 'VIDEO') =>
  moments.create({
    author: { accountId: ada, region: 'RU' },
    uploadIds: more.uploadIds ?? [await anUpload(purpose)],
    caption: '',
    idempotencyKey: newId<'moment'>(),
    ...more,
  });
const cardsOf = async (id: MomentId) =>
  (await world.app.get(ProductCardsQueries).ofMoments([id]))
    .get(id)!
    .map((card) => [card.productId, card.startMs, card.endMs]);

async function untilPublished(id: MomentId): Promise<Date> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const moment = (await world.app.get(MomentsQueries).byIds([id])).get(id)!;
    if (moment.status === 'PUBLISHED') return moment.publishedAt!;
    await sleep(50);
  }
  throw new Error('the moment was never published');
}

describe('a new moment with products', () => {
  it('is published with its cards fitted to the video, whose length nobody knew before', async () => {
    const { id } = await create({
      productTags: [
        { productId: lamp, startMs: 1_000, endMs: 9_000 },
        { productId: chair, startMs: 7_000, endMs: 8_000 },
      ],
    });
    expect(await cardsOf(id)).toEqual([
      [lamp, 1_000, 9_000],
      [chair, 7_000, 8_000],
    ]);
    const publishedAt = await untilPublished(id);
    expect(await cardsOf(id)).toEqual([
      [lamp, 1_000, 3_000],
      [chair, 2_000, 3_000],
    ]);
    const listed = await world.database.transaction((tx) =>
      rows<{ at: Date }>(tx, 'select published_at as at from moment_product_cards where moment_id = $1', [id]),
    );
    expect(listed).toEqual([{ at: publishedAt }, { at: publishedAt }]);
  }, 90_000);

  it('is one for one key and the same products, in the same order', async () => {
    const uploadIds = [await anUpload('PHOTO')];
    const make = (...productIds: ProductId[]) =>
      create({ uploadIds, idempotencyKey: 'same', productTags: productIds.map((productId) => ({ productId })) });
    const { id } = await make(lamp, chair);
    expect((await make(lamp, chair)).id).toBe(id);
    await expect(make(chair, lamp)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    await expect(make()).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('is not made when a product is not sold, or photos are given times, and its uploads stay good', async () => {
    const uploadIds = [await anUpload('PHOTO')];
    const missing = create({ uploadIds, productTags: [{ productId: lamp }, { productId: newId() }] });
    await expect(missing).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['productTags', '1', 'productId'] });
    const timed = create({ uploadIds, productTags: [{ productId: lamp, startMs: 0, endMs: 5 }] });
    await expect(timed).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const { id } = await create({ uploadIds, productTags: [{ productId: lamp }] });
    expect(await cardsOf(id)).toEqual([[lamp, undefined, undefined]]);
  });
});
