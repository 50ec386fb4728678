import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AccountsService, IdentityModule, ProfileResetService, ProfilesQueries } from '@moments/identity';
import { type AccountId, type AssetId, InvalidInput, newId, type UploadId } from '@moments/kernel';
import { AssetsQueries, UploadsQueries, UploadsService } from '@moments/media';
import { execute, rows } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { uploadFile } from '@moments/testing/media';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { SocialJobsModule } from '../social-jobs.module.js';
import { DropResetAvatarHandler, EraseAvatarHandler, GiveUpAvatarHandler, ShowAvatarHandler } from './avatars.jobs.js';
import { ProfileUpdates, type UpdateProfile } from './profile-updates.service.js';
import { SocialProfilesModule } from './profiles.module.js';

let world: LibWorld;
let ada: AccountId;

beforeAll(async () => {
  const identity = IdentityModule.forRoot({ signingSeeds: [Buffer.alloc(32, 'tests')] });
  world = await openLibWorld([identity, SocialProfilesModule, SocialJobsModule]);
});
afterAll(() => world.close());
beforeEach(async () => {
  ada = await anAccount(world);
});

const jpeg = Uint8Array.from([
  0xff,
  0xd8,
  0xff,
  0xe0,
  ...Buffer.from('\0\u0010JFIF\0 and a picture that nobody looks at'),
]);
const image = { base: 'b', width: 96, height: 96, thumbhash: 't', variants: [] };

async function anUpload(accountId = ada, purpose: 'AVATAR' | 'PHOTO' = 'AVATAR'): Promise<UploadId> {
  const media = { service: world.app.get(UploadsService), queries: world.app.get(UploadsQueries) };
  return (await uploadFile(media, { accountId, bytes: jpeg, purpose, contentType: 'image/jpeg' })).id;
}
const update = (change: Omit<UpdateProfile, 'accountId'>) =>
  world.app.get(ProfileUpdates).update({ accountId: ada, ...change });
const run = (sql: string, parameters: unknown[]) => world.database.transaction((tx) => execute(tx, sql, parameters));
const assetOf = async (uploadId: UploadId): Promise<AssetId | undefined> => {
  const sql = 'select id from assets where upload_id = $1';
  const [asset] = await world.database.transaction((tx) => rows<{ id: AssetId }>(tx, sql, [uploadId]));
  return asset?.id;
};
const statusOf = async (id: AssetId) => (await world.app.get(AssetsQueries).byIds([id])).get(id)?.status;
const shown = async () => (await world.app.get(ProfilesQueries).byIds([ada])).get(ada);

/** Asks for a picture; gives its asset, as the transcoder would be at it. */
async function anExpectedAvatar(): Promise<AssetId> {
  const uploadId = await anUpload();
  await update({ avatarUploadId: uploadId });
  return (await assetOf(uploadId))!;
}

/** What the transcoder and its news do. */
async function becomeReady(assetId: AssetId, base = 'b'): Promise<void> {
  await run(`update assets set status = 'ready', content = $2, attempt_id = $1 where id = $1`, [
    assetId,
    JSON.stringify({ kind: 'photo', image: { ...image, base } }),
  ]);
  await world.app.get(ShowAvatarHandler).handle({ assetId });
}
async function fail(assetId: AssetId): Promise<void> {
  const failure = { code: 'UNSUPPORTED_MEDIA', reason: 'photo_unreadable', message: 'No.', params: {} };
  await run(`update assets set status = 'failed', failure = $2 where id = $1`, [assetId, JSON.stringify(failure)]);
  await world.app.get(GiveUpAvatarHandler).handle({ assetId });
}
const failuresTold = (assetId: AssetId) =>
  world.database.read(
    {
      name: 'test.avatar-failed',
      text: `select from graphile_worker._private_jobs
              where payload->>'event' = 'avatar-failed' and payload->'payload'->>'assetId' = $1`,
    },
    [assetId],
  );

describe('a picture of a profile', () => {
  it('is shown when it is ready, and not before', async () => {
    const asset = await anExpectedAvatar();
    expect(await shown()).toMatchObject({ avatar: null });
    await becomeReady(asset);
    expect(await shown()).toMatchObject({ avatar: image });
    await world.app.get(ShowAvatarHandler).handle({ assetId: asset });
    expect(await shown()).toMatchObject({ avatar: image });
    expect(await statusOf(asset)).toBe('ready');
  });

  it('stays until the next one is ready, then is removed', async () => {
    const first = await anExpectedAvatar();
    await becomeReady(first, 'first');
    const second = await anExpectedAvatar();
    expect(await shown()).toMatchObject({ avatar: { base: 'first' } });
    await becomeReady(second, 'second');
    expect(await shown()).toMatchObject({ avatar: { base: 'second' } });
    expect([await statusOf(first), await statusOf(second)]).toEqual(['removed', 'ready']);
  });

  it('stays when the next one cannot be used, which is told', async () => {
    const first = await anExpectedAvatar();
    await becomeReady(first, 'first');
    const second = await anExpectedAvatar();
    await fail(second);
    await world.app.get(GiveUpAvatarHandler).handle({ assetId: second });
    expect(await shown()).toMatchObject({ avatar: { base: 'first' } });
    expect(await failuresTold(second)).toHaveLength(1);
    expect(await failuresTold(first)).toHaveLength(0);
    expect(await statusOf(second)).toBe('removed');
    await becomeReady(await anExpectedAvatar(), 'third');
    expect(await shown()).toMatchObject({ avatar: { base: 'third' } });
  });

  it('is the last that was asked for, whichever is ready first', async () => {
    const [first, second] = [await anExpectedAvatar(), await anExpectedAvatar()];
    expect(await statusOf(first)).toBe('removed');
    await world.app.get(ShowAvatarHandler).handle({ assetId: first });
    expect(await shown()).toMatchObject({ avatar: null });
    await becomeReady(second);
    expect(await shown()).toMatchObject({ avatar: image });
  });

  it('is asked for once when it is asked for twice', async () => {
    const uploadId = await anUpload();
    await Promise.all([update({ avatarUploadId: uploadId }), update({ avatarUploadId: uploadId })]);
    const asset = (await assetOf(uploadId))!;
    await becomeReady(asset);
    await update({ avatarUploadId: uploadId });
    expect(await statusOf(asset)).toBe('ready');
    expect(await shown()).toMatchObject({ avatar: image });
  });

  it('is taken away at once, with one that is still being made', async () => {
    const first = await anExpectedAvatar();
    await becomeReady(first);
    const second = await anExpectedAvatar();
    await update({ avatarUploadId: null });
    expect(await shown()).toMatchObject({ avatar: null });
    expect([await statusOf(first), await statusOf(second)]).toEqual(['removed', 'removed']);
    await update({ avatarUploadId: null });
  });

  it('is removed when moderators have taken it away, but not one that came after', async () => {
    const first = await anExpectedAvatar();
    await becomeReady(first);
    const drop = () => world.app.get(DropResetAvatarHandler).handle({ accountId: ada });
    await drop();
    expect(await shown()).toMatchObject({ avatar: image });
    expect(await statusOf(first)).toBe('ready');

    const reset = { accountId: ada, reason: 'NUDITY' as const, message: '' };
    await world.database.transaction((tx) => world.app.get(ProfileResetService).reset(tx, reset));
    const second = await anExpectedAvatar();
    await drop();
    expect([await statusOf(first), await statusOf(second)]).toEqual(['removed', 'queued']);
    await becomeReady(second, 'second');
    await drop();
    expect(await shown()).toMatchObject({ avatar: { base: 'second' } });
    expect(await statusOf(second)).toBe('ready');
  });

  it('goes with the account, and none comes after', async () => {
    const first = await anExpectedAvatar();
    await becomeReady(first);
    const second = await anExpectedAvatar();
    await world.app.get(AccountsService).deleteAccount({ accountId: ada, address: '192.0.2.1' }, '');
    await world.app.get(EraseAvatarHandler).handle({ accountId: ada });
    await world.app.get(EraseAvatarHandler).handle({ accountId: ada });
    expect([await statusOf(first), await statusOf(second)]).toEqual(['removed', 'removed']);
    await world.app.get(ShowAvatarHandler).handle({ assetId: second });
    expect(await shown()).toMatchObject({ avatar: null, erased: true });
    await expect(update({ avatarUploadId: await anUpload() })).rejects.toMatchObject({ reason: 'account_gone' });
  });
});

describe('an update of a profile', () => {
  const upload = { code: 'NOT_FOUND', field: ['avatarUploadId'] };

  it('is refused with what is no picture for it', async () => {
    const bob = await anAccount(world);
    await expect(update({ avatarUploadId: newId<'upload'>() })).rejects.toMatchObject(upload);
    await expect(update({ avatarUploadId: await anUpload(bob) })).rejects.toMatchObject(upload);
    await expect(update({ avatarUploadId: await anUpload(ada, 'PHOTO') })).rejects.toMatchObject(upload);
    const used = await anUpload();
    await update({ avatarUploadId: used });
    await update({ avatarUploadId: null });
    const again = { code: 'CONFLICT', reason: 'upload_already_used', field: ['avatarUploadId'] };
    await expect(update({ avatarUploadId: used })).rejects.toMatchObject(again);
  });

  it('is made whole or not at all', async () => {
    const uploadId = await anUpload();
    await expect(update({ avatarUploadId: uploadId, bio: 'x\u202e' })).rejects.toBeInstanceOf(InvalidInput);
    expect(await assetOf(uploadId)).toBeUndefined();
    await expect(update({ avatarUploadId: newId<'upload'>(), bio: 'New' })).rejects.toMatchObject(upload);
    expect(await shown()).toMatchObject({ bio: '' });
    await update({ avatarUploadId: uploadId, bio: 'New' });
    expect(await shown()).toMatchObject({ bio: 'New' });
  });
});
