import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, days, InvalidInput } from '@moments/kernel';
import { rows, Settings } from '@moments/platform';
import { AccountsService } from '../accounts/accounts.service.js';
import { handleSkeleton } from '../domain/handle-skeleton.js';
import { AccountGone, HandleChangedTooOften, HandleTaken } from '../identity.errors.js';
import { handleRules } from '../identity.settings.js';
import { anAccount } from '../testing/factories.js';
import { type IdentityWorld, openIdentityWorld, signUp } from '../testing/identity-world.js';
import type { Avatar } from './avatar.js';
import { ProfilesQueries } from './profiles.queries.js';
import { type ProfileChanges, ProfilesService } from './profiles.service.js';
import { SweepFormerHandlesHandler } from './sweep-former-handles.job.js';

let world: IdentityWorld;
let service: ProfilesService;
let profiles: ProfilesQueries;
let ada: AccountId;
let bob: AccountId;
let name: string;
let count = 0;

beforeAll(async () => {
  world = await openIdentityWorld();
  service = world.app.get(ProfilesService);
  profiles = world.app.get(ProfilesQueries);
});
afterAll(() => world.close());
beforeEach(async () => {
  // Two letters that look like nothing else and say which test it is.
  const letters = 'abcdefghjk';
  name = `${letters[Math.floor((count += 1) / 10)]}${letters[count % 10]}`;
  [ada, bob] = [await anAccount(world, { handle: `ada.${name}` }), await anAccount(world, { handle: `bob.${name}` })];
});

async function change(accountId: AccountId, changes: ProfileChanges): Promise<void> {
  const rules = await service.rules();
  await world.database.transaction((tx) => service.change(tx, accountId, changes, rules));
}
const shown = async (accountId: AccountId) => (await profiles.byIds([accountId])).get(accountId);
const ownerOf = async (handle: string) => (await profiles.byHandle(handle))?.id;
const wait = (time: number) => world.clock.advance(time);

describe('changing a profile', () => {
  it('changes what is named and leaves the rest', async () => {
    await change(ada, { displayName: ' Ада ', bio: 'Line one\r\nline two' });
    expect(await shown(ada)).toMatchObject({ displayName: 'Ада', bio: 'Line one\nline two', handle: `ada.${name}` });
    await change(ada, {});
    await change(ada, { displayName: undefined, bio: undefined, handle: undefined });
    expect(await shown(ada)).toMatchObject({ displayName: 'Ада', bio: 'Line one\nline two', handle: `ada.${name}` });
  });

  it.each([[null], [''], ['  \n ']])('clears the bio with %j', async (bio) => {
    await change(ada, { bio: 'Something' });
    await change(ada, { bio });
    expect(await shown(ada)).toMatchObject({ bio: '' });
  });

  it('names every field that is wrong, and stores none of the right ones', async () => {
    const attempt = change(ada, { displayName: 'New', handle: 'a', bio: 'x\u202ey' });
    const problems = await attempt.catch((error: unknown) => (error as InvalidInput).problems());
    expect(problems).toMatchObject([{ field: ['handle'] }, { field: ['bio'] }]);
    expect(await shown(ada)).toMatchObject({ displayName: `ada.${name}`, bio: '' });
  });

  it.each([[{ displayName: null }], [{ handle: null }]])('refuses to go without a name: %j', async (changes) => {
    await expect(change(ada, changes)).rejects.toBeInstanceOf(InvalidInput);
  });

  it('lets somebody keep the handle that the platform gave, which nobody could pick', async () => {
    const given = await anAccount(world, { handle: `user_0${name}` });
    await change(given, { handle: `user_0${name}`, bio: 'I' });
    expect(await shown(given)).toMatchObject({ handle: `user_0${name}`, bio: 'I' });
    await expect(change(ada, { handle: `user_1${name}` })).rejects.toBeInstanceOf(InvalidInput);
  });

  it('is not for accounts that are gone', async () => {
    const { accountId, password } = await signUp(world);
    await world.app.get(AccountsService).deleteAccount({ accountId, address: '192.0.2.1' }, password);
    await expect(change(accountId, { bio: 'still here' })).rejects.toBeInstanceOf(AccountGone);
  });
});

describe('a handle', () => {
  it.each(['ADA', 'АDА', 'a_da'])('%s is judged like one at sign-up', async (handle) => {
    const taken = change(bob, { handle: `${handle}.${name}` });
    if (handle === 'ADA') await expect(taken).rejects.toBeInstanceOf(HandleTaken);
    else if (handle === 'a_da') await expect(taken).resolves.toBeUndefined();
    else await expect(taken).rejects.toBeInstanceOf(InvalidInput);
  });

  it.each([
    ['0leg', 'oleg'],
    ['pau1', 'paul'],
    ['pauI', 'paul'],
    ['rnax', 'max'],
    ['vvho', 'who'],
    ['a__z', 'a_z'],
  ])('%s is taken when %s is', async (lookalike, handle) => {
    await change(ada, { handle: `${handle}.${name}` });
    await expect(change(bob, { handle: `${lookalike}.${name}` })).rejects.toBeInstanceOf(HandleTaken);
    await expect(signUp(world, { handle: `${lookalike}.${name}` })).rejects.toBeInstanceOf(HandleTaken);
  });

  it('looks the same to the database as to the program', async () => {
    const handles = ['Anna_0', 'MIL1Won', 'rn__vv', '0123456789', 'a.b_c', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const [row] = await world.database.transaction((tx) =>
      rows<{ skeletons: string[] }>(tx, 'select array(select handle_skeleton(h) from unnest($1::text[]) h) skeletons', [
        handles,
      ]),
    );
    expect(row?.skeletons).toEqual(handles.map(handleSkeleton));
  });

  it('goes to one of two who take it at once', async () => {
    const results = await Promise.allSettled([ada, bob].map((id) => change(id, { handle: `wanted.${name}` })));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')?.reason).toBeInstanceOf(HandleTaken);
  });

  it('does not change hands when two swap at once', async () => {
    const swap = [change(ada, { handle: `bob.${name}` }), change(bob, { handle: `ada.${name}` })];
    const results = await Promise.allSettled(swap);
    for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: expect.any(HandleTaken) });
    expect(await ownerOf(`ada.${name}`)).toBe(ada);
  });

  it('may be written in another case as often as its owner likes', async () => {
    for (const handle of ['Ada', 'aDa', 'ADA', 'ada']) await change(ada, { handle: `${handle}.${name}` });
    expect(await shown(ada)).toMatchObject({ handle: `ada.${name}` });
  });

  it('changes twice within thirty days, and again later', async () => {
    await change(ada, { handle: `one.${name}` });
    wait(days(1));
    await change(ada, { handle: `ada.${name}` });
    const third = change(ada, { handle: `three.${name}` });
    await expect(third).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', field: ['handle'] });
    await expect(third).rejects.toBeInstanceOf(HandleChangedTooOften);
    wait(days(29) - 1);
    await expect(change(ada, { handle: `three.${name}` })).rejects.toBeInstanceOf(HandleChangedTooOften);
    wait(1);
    await change(ada, { handle: `three.${name}` });
  });

  it('changes as often as the setting says', async () => {
    const settings = world.app.get(Settings);
    await settings.set(handleRules.name, { ...handleRules.fallback, changes: 0 }, 'test');
    await expect(change(ada, { handle: `one.${name}` })).rejects.toBeInstanceOf(HandleChangedTooOften);
    await settings.set(handleRules.name, handleRules.fallback, 'test');
    await change(ada, { handle: `one.${name}` });
  });
});

describe('a handle that was given up', () => {
  beforeEach(() => change(ada, { handle: `new.${name}` }));

  it('leads to its owner for thirty days, in any case', async () => {
    expect(await profiles.byHandle(`ADA.${name}`)).toMatchObject({ id: ada, handle: `new.${name}` });
    wait(days(30) - 1);
    expect(await ownerOf(`ada.${name}`)).toBe(ada);
    wait(1);
    expect(await ownerOf(`ada.${name}`)).toBeUndefined();
    expect(await ownerOf(`new.${name}`)).toBe(ada);
  });

  it('is kept from others, look-alikes too, for as long', async () => {
    await expect(change(bob, { handle: `ada.${name}` })).rejects.toBeInstanceOf(HandleTaken);
    await expect(signUp(world, { handle: `Ada.${name}` })).rejects.toBeInstanceOf(HandleTaken);
    wait(days(30));
    await change(bob, { handle: `ada.${name}` });
    expect(await ownerOf(`ada.${name}`)).toBe(bob);
  });

  it('may be taken back by its owner', async () => {
    await change(ada, { handle: `ada.${name}` });
    expect(await shown(ada)).toMatchObject({ handle: `ada.${name}` });
    expect(await ownerOf(`new.${name}`)).toBe(ada);
  });

  it('is forgotten some nights after it is free, not before', async () => {
    const sweeper = new SweepFormerHandlesHandler(world.database, world.app.get(Settings), world.clock);
    const sweep = () => sweeper.handle({}, { signal: new AbortController().signal });
    await sweep();
    expect(await ownerOf(`ada.${name}`)).toBe(ada);
    wait(days(30));
    await sweep();
    const left = await world.database.read(
      { name: 'test.former', text: 'select from former_handles where handle = $1' },
      [`ada.${name}`],
    );
    expect(left).toEqual([]);
  });
});

describe('a picture', () => {
  const avatar: Avatar = { base: 'b', width: 96, height: 96, thumbhash: 't', variants: [] };
  const set = (picture: Avatar | null) => world.database.transaction((tx) => service.setAvatar(tx, ada, picture));

  it('is shown with the profile until it is taken away', async () => {
    await set(avatar);
    expect(await shown(ada)).toMatchObject({ avatar });
    await set(null);
    expect(await shown(ada)).toMatchObject({ avatar: null });
  });

  it('goes with the account, as the handles do', async () => {
    const { accountId, password, handle } = await signUp(world);
    await change(accountId, { handle: `gone.${name}` });
    await world.database.transaction((tx) => service.setAvatar(tx, accountId, avatar));
    await world.app.get(AccountsService).deleteAccount({ accountId, address: '192.0.2.1' }, password);
    await world.database.transaction((tx) => service.setAvatar(tx, accountId, avatar));
    expect(await shown(accountId)).toMatchObject({ avatar: null, erased: true });
    expect(await ownerOf(handle)).toBeUndefined();
    await change(bob, { handle });
  });
});
