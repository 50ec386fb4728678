import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type AccountId, newId, type UploadId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { rub } from '@moments/testing/ledger';
import { randomUUID } from 'node:crypto';
import { EndingService } from '../campaigns/ending.service.js';
import { DisputeCase } from '../disputes/case.service.js';
import { DisputesQueries } from '../disputes/disputes.queries.js';
import { DisputesService } from '../disputes/disputes.service.js';
import { DisputeResolving } from '../disputes/resolving.service.js';
import { ThreadService } from '../places/thread.service.js';
import { RatingsService } from '../ratings/ratings.service.js';
import { type Taken, WorkWorld } from '../testing/index.js';

let world: WorkWorld;
let creator: Taken;
let uploadId: UploadId;

beforeAll(async () => {
  world = await WorkWorld.open();
});
afterAll(() => world.close());

// A dispute in which the creator has said something and shown a photo.
beforeEach(async () => {
  const shop = await world.aShop('1000.00');
  const order = await world.anOrder(shop);
  creator = await world.taken(order);
  const { creatorId: accountId, engagementId } = creator;
  const said = { accountId, engagementId, text: 'I live in Green Street.', idempotencyKey: randomUUID() };
  await world.app.get(ThreadService).send(said);
  await world.submitted(order, creator);
  await world.app.get(DisputesService).open({ accountId, engagementId, reason: 'I was ill.' });
  uploadId = await aPhoto(accountId);
  await world.app.get(DisputeCase).state({ ...said, uploadIds: [uploadId], idempotencyKey: randomUUID() });
});

async function aPhoto(accountId: AccountId): Promise<UploadId> {
  const id = newId<'upload'>();
  await world.lib.database.transaction((tx) =>
    execute(
      tx,
      `insert into uploads (id, account_id, purpose, status, size_bytes, sha256, part_size_bytes,
                            idempotency_key, input_hash, created_at, expires_at, finished_at)
       values ($1::uuid, $2, 'PHOTO', 'COMPLETED', 1, repeat('0', 64), 5242880, $1::text, '', now(), now(), now())`,
      [id, accountId],
    ),
  );
  return id;
}

const goes = async ({ creatorId }: Taken): Promise<void> => {
  await world.lib.database.transaction((tx) =>
    execute(
      tx,
      `update accounts set status = 'deleted', email = null, password_hash = null, birth_date = null where id = $1`,
      [creatorId],
    ),
  );
  await world.app.get(EndingService).forgetAccount(creatorId);
};
const decided = () =>
  world.app.get(DisputeResolving).resolve({
    ...{ operatorId: newId<'account'>(), engagementId: creator.engagementId, idempotencyKey: randomUUID() },
    ...{ toCreator: rub('400.00'), resolution: 'Both are a little right.' },
  });
const told = async () => {
  const { engagementId } = creator;
  const dispute = (await world.app.get(DisputesQueries).ofEngagements([engagementId])).get(engagementId)!;
  const [upload] = await world.lib.database.read<{ status: string }>(
    { name: 'test.upload', text: 'select status from uploads where id = $1' },
    [uploadId],
  );
  const { reason, statements } = dispute;
  return [reason, ...statements.flatMap(({ text, uploadIds }) => [text, uploadIds.length]), upload!.status];
};

it('words, ratings and photos of somebody who is gone go with them once a dispute is decided', async () => {
  await decided();
  const { creatorId: accountId, engagementId } = creator;
  await world.app.get(RatingsService).rate({ accountId, engagementId, stars: 2, text: 'They were rude to me.' });
  expect(await told()).toEqual(['I was ill.', 'I live in Green Street.', 1, 'COMPLETED']);
  await goes(creator);
  expect(await told()).toEqual(['', '', 0, 'EXPIRED']);
  await goes(creator);
  const thread = (await world.app.get(ThreadService).pages([engagementId], { limit: 10 })).get(engagementId)!;
  expect(thread.items.map(({ item }) => item.text)).toEqual(['']);
  const ratings = await world.lib.database.read(
    { name: 'test.ratings', text: 'select stars, text from engagement_ratings where engagement_id = $1' },
    [engagementId],
  );
  expect(ratings).toEqual([{ stars: 2, text: '' }]);
});

it('an operator who still has to decide can read what they said, and nobody afterwards', async () => {
  await goes(creator);
  expect(await told()).toEqual(['I was ill.', 'I live in Green Street.', 1, 'COMPLETED']);
  await decided();
  expect(await told()).toEqual(['', '', 0, 'EXPIRED']);
  expect((await world.standing(creator)).status).toBe('PAID');
});
