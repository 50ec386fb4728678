import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Access } from '../access/access.js';
import { Grants } from '../grants/grants.service.js';
import { AccountGone, WrongCredentials, WrongPassword } from '../identity.errors.js';
import { ProfilesQueries } from '../profiles/profiles.queries.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { type IdentityWorld, openIdentityWorld, signUp } from '../testing/identity-world.js';
import { AccountsQueries } from './accounts.queries.js';
import { AccountsService } from './accounts.service.js';
import { SignInService } from './sign-in.service.js';

let world: IdentityWorld;
let accounts: AccountsService;
const address = '192.0.2.77';

beforeAll(async () => {
  world = await openIdentityWorld();
  accounts = world.app.get(AccountsService);
});
afterAll(() => world.close());

/** Every row of every table of the product, as text. */
async function everythingStored(): Promise<string> {
  const tables = await world.database.read<{ name: string }>({
    name: 'test.tables',
    text: `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
            where schemaname in ('public', 'graphile_worker')`,
  });
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      world.database.read<{ row: string }>({
        name: `test.dump.${name}`.slice(0, 60),
        text: `select t::text as row from ${name} t`,
      }),
    ),
  );
  return dumps
    .flat()
    .map(({ row }) => row)
    .join('\n');
}

describe('deleting an account', () => {
  it('needs the password', async () => {
    const { accountId, accessToken } = await signUp(world);
    const attempt = accounts.deleteAccount({ accountId, address }, 'kedr-wrong-8-zima');
    await expect(attempt).rejects.toBeInstanceOf(WrongPassword);
    expect(await world.app.get(Access).authenticate(accessToken)).toMatchObject({ accountId });
  });

  it('leaves no personal value anywhere, and the bare id', async () => {
    const person = {
      email: 'secret.person@example.com',
      handle: 'SecretHandle77',
      displayName: 'Секретная Персона',
      birthDate: '1987-06-05',
    };
    const { accountId, password } = await signUp(world, person);
    const device = { address, userAgent: 'SecretPhone/7' };
    await world.app.get(SignInService).signIn({ email: person.email, password }, device);
    await world.database.transaction((tx) => world.app.get(Grants).grant(tx, { accountId, role: 'CREATOR', by: null }));
    const values = [...Object.values(person), device.userAgent, '$argon2id$v=19$m=19456,t=2,p=1$'];
    const before = await everythingStored();
    for (const value of values) expect(before).toContain(value);

    const others = before.split('$argon2id$').length - 1;
    await accounts.deleteAccount({ accountId, address }, password);

    const left = await everythingStored();
    expect(left).toContain(accountId);
    for (const value of values.slice(0, -1)) expect(left.toLowerCase()).not.toContain(value.toLowerCase());
    expect(left.split('$argon2id$').length - 1).toBe(others - 1);
  });

  it('voids every token of every device at once, with a clear reason', async () => {
    const phone = await signUp(world);
    const laptop = await world.app.get(SignInService).signIn(phone, { address });
    const access = world.app.get(Access);
    await access.authenticate(laptop.accessToken);
    await accounts.deleteAccount({ accountId: phone.accountId, address }, phone.password);
    await expect(access.authenticate(phone.accessToken)).rejects.toBeInstanceOf(AccountGone);
    await expect(access.authenticate(laptop.accessToken)).rejects.toBeInstanceOf(AccountGone);
    await expect(world.app.get(SessionsService).refresh(phone.refreshToken)).rejects.toBeInstanceOf(AccountGone);
    await expect(world.app.get(SignInService).signIn(phone, { address })).rejects.toBeInstanceOf(WrongCredentials);
    await expect(accounts.deleteAccount({ accountId: phone.accountId, address }, '')).rejects.toBeInstanceOf(
      AccountGone,
    );
  });

  it('tells the higher libs once, also when it is asked for twice at the same time', async () => {
    const { accountId, password } = await signUp(world);
    const results = await Promise.allSettled([
      accounts.deleteAccount({ accountId, address }, password),
      accounts.deleteAccount({ accountId, address }, password),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [told] = await world.database.read<{ count: number }>(
      {
        name: 'test.events',
        text: `select count(*)::int as count from graphile_worker._private_jobs
                where payload->>'event' = 'account-deleted' and payload->'payload'->>'accountId' = $1`,
      },
      [accountId],
    );
    expect(told?.count).toBe(1);
  });

  it('frees the address and the handle', async () => {
    const { accountId, password, email, handle } = await signUp(world);
    await accounts.deleteAccount({ accountId, address }, password);
    await expect(signUp(world, { email, handle })).resolves.toMatchObject({ handle });
  });

  it('leaves a profile that shows nobody and is not found by name', async () => {
    const { accountId, password, handle } = await signUp(world);
    await accounts.deleteAccount({ accountId, address }, password);
    const profiles = world.app.get(ProfilesQueries);
    const left = (await profiles.byIds([accountId])).get(accountId);
    expect(left).toMatchObject({ displayName: 'Deleted account', bio: '', badges: [], erased: true });
    expect(await profiles.byHandle(handle)).toBeUndefined();
    expect(await profiles.byHandle(left?.handle ?? '')).toBeUndefined();
    expect((await world.app.get(AccountsQueries).byIds([accountId])).size).toBe(0);
  });
});

it('lets people take along what is held about them', async () => {
  const { accountId, email, handle } = await signUp(world, { birthDate: '1990-02-03' });
  expect(await world.app.get(AccountsQueries).dataOf(accountId)).toMatchObject({
    account: { email, birthDate: '1990-02-03', region: 'RU', roles: ['VIEWER'] },
    profile: { handle, displayName: 'Marina', bio: '', avatar: null, formerHandles: [] },
    sessions: [{ userAgent: 'Moments/1.0 (test)' }],
    signsInAt: [],
  });
});
