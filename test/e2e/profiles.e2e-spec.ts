import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, fromGlobalId, toGlobalId } from '@moments/kernel';
import { UploadsQueries, UploadsService } from '@moments/media';
import { uploadFile } from '@moments/testing/media';
import { randomBytes } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';

interface Profile {
  id: string;
  handle: string;
  displayName: string;
  bio: string;
  avatar: { thumbhash: string } | null;
  isMe: boolean;
}
interface UserError {
  code: string;
  reason: string;
  field: string[] | null;
}
interface Payload {
  profile: Profile | null;
  userErrors: UserError[];
}
interface Person {
  token: string;
  handle: string;
  accountId: AccountId;
}

const fields = 'id handle displayName bio isMe avatar { thumbhash }';
const photo = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...Buffer.from('\0\u0010JFIF\0 and the rest of a picture')]);

let gateway: TestGateway;
let ada: Person;

beforeAll(async () => {
  gateway = await startGateway({ open: ['MOMENTS'] });
});
afterAll(() => gateway.close());
beforeEach(async () => {
  ada = await signUp();
});

const uniqueHandle = () => `h${randomBytes(6).toString('hex')}`;

const askToSignUp = async (handle: string, displayName = 'Ada') => {
  const input = { email: `${randomBytes(6).toString('hex')}@example.com`, password: 'kedr-vetka-8-zima', region: 'RU' };
  const { data } = await gateway.query<{
    signUp: { accessToken: string; account: { id: string } | null; userErrors: UserError[] };
  }>(
    'mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken account { id } userErrors { code reason field } } }',
    { input: { ...input, handle, displayName } },
  );
  return data!.signUp;
};

async function signUp(handle = uniqueHandle()): Promise<Person> {
  const { accessToken, account } = await askToSignUp(handle);
  return { token: accessToken, handle, accountId: fromGlobalId('account', account!.id)! };
}

async function update(input: Record<string, unknown>, { token }: { token?: string } = ada): Promise<Payload> {
  const { data, errors } = await gateway.query<{ updateProfile: Payload }>(
    `mutation ($input: UpdateProfileInput!) {
      updateProfile(input: $input) { profile { ${fields} } userErrors { code reason field } } }`,
    { input },
    { token },
  );
  expect(errors).toBeUndefined();
  return data!.updateProfile;
}

async function find(variables: { id?: string; handle?: string }, token?: string): Promise<Profile | null> {
  const document = `query ($id: ID, $handle: String) { profile(id: $id, handle: $handle) { ${fields} } }`;
  return (await gateway.query<{ profile: Profile | null }>(document, variables, { token })).data!.profile;
}

const upload = async (accountId: AccountId, purpose: 'AVATAR' | 'VIDEO', bytes = photo): Promise<string> => {
  const media = { service: gateway.app.get(UploadsService), queries: gateway.app.get(UploadsQueries) };
  const contentType = purpose === 'VIDEO' ? 'video/mp4' : 'image/jpeg';
  return toGlobalId('upload', (await uploadFile(media, { accountId, bytes, purpose, contentType })).id);
};

const namesOf = (errors: UserError[]) => new Set(errors.map(({ code, field }) => `${code} ${field?.join('.')}`));

describe('updating one’s profile', () => {
  it('changes what is named, shows it at once, and leaves the rest', async () => {
    const { profile, userErrors } = await update({ displayName: ' Ада Орлова ', bio: 'One\r\ntwo 👩\u200d🍳' });
    expect(userErrors).toEqual([]);
    expect(profile).toMatchObject({
      displayName: 'Ада Орлова',
      bio: 'One\ntwo 👩\u200d🍳',
      handle: ada.handle,
      isMe: true,
    });
    expect((await update({ displayName: 'Ada' })).profile).toMatchObject({ displayName: 'Ada', bio: profile!.bio });
    expect((await update({})).profile).toMatchObject({ displayName: 'Ada', bio: profile!.bio });
    expect((await update({ bio: null })).profile).toMatchObject({ displayName: 'Ada', bio: '' });
    expect(await find({ handle: ada.handle })).toMatchObject({
      displayName: 'Ada',
      bio: '',
      avatar: null,
      isMe: false,
    });
  });

  it('keeps markup as the text that it is', async () => {
    const bio = '<script>alert(1)</script> & <b>"bold"</b>';
    expect((await update({ bio, displayName: "O'Neil <3" })).profile).toMatchObject({ bio, displayName: "O'Neil <3" });
  });

  it('is for those who have signed in', async () => {
    expect(await update({ bio: 'x' }, {})).toMatchObject({ profile: null, userErrors: [{ code: 'UNAUTHENTICATED' }] });
  });

  it('tells everything that is wrong in one answer, and stores nothing', async () => {
    const before = await find({ handle: ada.handle });
    const { profile, userErrors } = await update({ displayName: 'Fine', bio: 'a'.repeat(161), handle: 'a b' });
    expect(profile).toBeNull();
    expect(userErrors.map(({ code, field }) => [code, field?.[0]])).toEqual([
      ['INVALID_INPUT', 'handle'],
      ['INVALID_INPUT', 'bio'],
    ]);
    expect(await find({ handle: ada.handle })).toEqual(before);
  });

  it.each([
    ['text that runs backwards', 'a\u202egpj.exe'],
    ['an isolate that is not closed', 'a\u2067b'],
    ['a zero-width space', 'a\u200bb'],
    ['a joiner that joins nothing', 'a\u200db'],
    ['a byte order mark', 'a\ufeffb'],
    ['200 combining marks', `a${'\u0323'.repeat(200)}`],
    ['half a character', 'a\ud83d'],
    ['NUL', 'a\u0000b'],
    ['nothing to be seen', '\u2800'],
  ])('refuses %s in a name and in a bio', async (_, text) => {
    for (const field of ['displayName', 'bio']) {
      const { profile, userErrors } = await update({ [field]: text });
      expect(profile).toBeNull();
      expect(namesOf(userErrors)).toEqual(new Set([`INVALID_INPUT ${field}`]));
    }
    const refused = await askToSignUp(uniqueHandle(), text);
    expect(namesOf(refused.userErrors)).toEqual(new Set(['INVALID_INPUT displayName']));
    expect(await find({ handle: ada.handle })).toMatchObject({ displayName: 'Ada', bio: '' });
  });

  it.each([
    ['', 'displayName'],
    ['  ', 'displayName'],
    [null, 'displayName'],
    ['a'.repeat(51), 'displayName'],
    ['a\nb', 'displayName'],
    [null, 'handle'],
    ['ab', 'handle'],
    ['adm1n', 'handle'],
    ['m.oments', 'handle'],
    ['аda', 'handle'],
    ['1\n2\n3\n4\n5\n6\n7', 'bio'],
  ])('refuses %j as %s', async (value, field) => {
    const { profile, userErrors } = await update({ [field]: value });
    expect(profile).toBeNull();
    expect(namesOf(userErrors)).toEqual(new Set([`INVALID_INPUT ${field}`]));
  });
});

describe('a handle', () => {
  const taken = { code: 'ALREADY_EXISTS', reason: 'handle_taken', field: ['handle'] };

  it('is one account’s, look-alikes with it, at sign-up and after', async () => {
    const unique = randomBytes(4).toString('hex');
    await signUp(`mila${unique}`);
    for (const handle of [`MILA${unique}`, `m1la${unique}`, `rnila${unique}`]) {
      expect(await update({ handle })).toEqual({ profile: null, userErrors: [taken] });
      expect((await askToSignUp(handle)).userErrors).toEqual([taken]);
    }
  });

  it('leads on once it is given up, is kept from others, and can be taken back', async () => {
    const [bob, next] = [await signUp(), uniqueHandle()];
    expect((await update({ handle: next })).profile).toMatchObject({ handle: next });
    expect(await find({ handle: ada.handle.toUpperCase() })).toMatchObject({ handle: next, displayName: 'Ada' });
    expect(await update({ handle: ada.handle }, bob)).toEqual({ profile: null, userErrors: [taken] });
    expect((await askToSignUp(ada.handle)).userErrors).toEqual([taken]);
    expect((await update({ handle: ada.handle })).profile).toMatchObject({ handle: ada.handle });
    expect(await find({ handle: next })).toMatchObject({ handle: ada.handle });
  });

  it('goes to one of two who want it at the same time', async () => {
    const [bob, wanted] = [await signUp(), uniqueHandle()];
    const answers = await Promise.all([update({ handle: wanted }), update({ handle: wanted }, bob)]);
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([taken]);
    expect(answers.flatMap(({ profile }) => profile?.handle ?? [])).toEqual([wanted]);
  });

  it('changes twice in thirty days', async () => {
    await update({ handle: uniqueHandle() });
    await update({ handle: uniqueHandle() });
    expect((await update({ handle: uniqueHandle() })).userErrors).toEqual([
      { code: 'LIMIT_EXCEEDED', reason: 'handle_changed_too_often', field: ['handle'] },
    ]);
  });
});

describe('a picture', () => {
  it('is made of one’s own upload for it, and of nothing else', async () => {
    const bob = await signUp();
    const missing = { code: 'NOT_FOUND', reason: 'not_found', field: ['avatarUploadId'] };
    const mp4 = Uint8Array.from([0, 0, 0, 24, ...Buffer.from('ftypisom\0\0\0\0isommp42')]);
    const wrong = [
      '',
      'x',
      ada.handle,
      toGlobalId('account', ada.accountId),
      await upload(bob.accountId, 'AVATAR'),
      await upload(ada.accountId, 'VIDEO', mp4),
    ];
    for (const avatarUploadId of wrong) {
      expect(await update({ avatarUploadId, bio: 'New' })).toEqual({ profile: null, userErrors: [missing] });
    }
    expect(await find({ handle: ada.handle })).toMatchObject({ bio: '' });

    const avatarUploadId = await upload(ada.accountId, 'AVATAR');
    expect((await update({ avatarUploadId })).userErrors).toEqual([]);
    expect((await update({ avatarUploadId })).userErrors).toEqual([]);
    expect((await update({ avatarUploadId: null })).profile).toMatchObject({ avatar: null });
    expect((await update({ avatarUploadId })).userErrors).toMatchObject([
      { code: 'CONFLICT', reason: 'upload_already_used', field: ['avatarUploadId'] },
    ]);
  });
});
