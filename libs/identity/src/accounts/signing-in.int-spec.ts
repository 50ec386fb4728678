import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { InvalidInput } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { Access } from '../access/access.js';
import {
  AccountSuspended,
  SessionEnded,
  TooManyAttempts,
  WrongCredentials,
  WrongPassword,
} from '../identity.errors.js';
import { attemptLimits, passwordRules } from '../identity.settings.js';
import { anAccount } from '../testing/factories.js';
import { freshAddress, type IdentityWorld, openIdentityWorld, signUp } from '../testing/identity-world.js';
import { AccountsService } from './accounts.service.js';
import { Passwords } from './passwords.js';
import { SignInService } from './sign-in.service.js';
import { StandingService } from './standing.service.js';

let world: IdentityWorld;
let signIns: SignInService;
let accounts: AccountsService;

beforeAll(async () => {
  world = await openIdentityWorld();
  signIns = world.app.get(SignInService);
  accounts = world.app.get(AccountsService);
});
afterAll(() => world.close());

const signIn = (email: string, password: string, address = freshAddress()) =>
  signIns.signIn({ email, password }, { address });

describe('signing in', () => {
  it('opens a session for the right password, in any case of the address', async () => {
    const { email, password, accountId } = await signUp(world);
    const tokens = await signIn(` ${email.toUpperCase()}`, password);
    expect(await world.app.get(Access).authenticate(tokens.accessToken)).toMatchObject({
      accountId,
      roles: ['VIEWER'],
    });
  });

  it('does not tell whether the account exists, by its answer or by its work', async () => {
    const { email } = await signUp(world);
    const passwordless = 'elsewhere@example.com';
    await anAccount(world, { email: passwordless });
    const checked = jest.spyOn(world.app.get(Passwords), 'matches');
    for (const typed of [email, passwordless, 'nobody@example.com', 'not an address']) {
      checked.mockClear();
      const refusal = await signIn(typed, 'kedr-wrong-8-zima').catch((error: unknown) => error);
      expect(refusal).toEqual(new WrongCredentials());
      // Each check is one run of Argon2, with or without an account.
      expect(checked).toHaveBeenCalledTimes(1);
    }
    checked.mockRestore();
  });

  it('makes the hash dearer when the rules have become dearer', async () => {
    const { email, password, accountId } = await signUp(world);
    const hashOf = async () => {
      const text = 'select password_hash from accounts where id = $1';
      const [row] = await world.database.read<{ password_hash: string }>({ name: 'test.hash', text }, [accountId]);
      return row?.password_hash;
    };
    expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const settings = world.app.get(Settings);
    await settings.set(passwordRules.name, { ...passwordRules.fallback, passes: 3 }, 'test');
    await signIn(email, password);
    expect(await hashOf()).toMatch(/m=19456,t=3,p=1/);
    await signIn(email, password);
    await settings.set(passwordRules.name, passwordRules.fallback, 'test');
  });

  it('keeps a suspended account out, and tells so only to who knows the password', async () => {
    const { email, password, accountId, accessToken } = await signUp(world);
    const access = world.app.get(Access);
    await access.authenticate(accessToken);
    const standing = world.app.get(StandingService);
    await standing.suspend(accountId, { by: null, reason: 'test' });
    await expect(access.authenticate(accessToken)).rejects.toBeInstanceOf(AccountSuspended);
    await expect(signIn(email, password)).rejects.toBeInstanceOf(AccountSuspended);
    await expect(signIn(email, 'kedr-wrong-8-zima')).rejects.toBeInstanceOf(WrongCredentials);
    await standing.reinstate(accountId, { by: null, reason: 'test' });
    expect(await access.authenticate(accessToken)).toMatchObject({ accountId });
  });

  it.each([
    ['SQL', "' or '1'='1", 'x'],
    ['two statements', "marina@example.com'; drop table accounts; --", 'x'],
    ['a zero byte', '\u0000', '\u0000'],
    ['a very long password', 'a@example.com', 'x'.repeat(1_000_000)],
  ])('takes %s for what it is: nobody’s credentials', async (_, email, password) => {
    await expect(signIn(email, password)).rejects.toBeInstanceOf(WrongCredentials);
  });

  it('stores hostile device names, regions and names as plain text or not at all', async () => {
    const hostile = `x'); drop table sessions; --\u0000\u202e`;
    const { email, password, accountId } = await signUp(world, { displayName: `Robert'); drop table profiles; --` });
    await signIns.signIn({ email, password }, { address: hostile, userAgent: hostile });
    const text = 'select user_agent from sessions where account_id = $1 order by id desc';
    const [row] = await world.database.read<{ user_agent: string }>({ name: 'test.agent', text }, [accountId]);
    expect(row?.user_agent).toBe(`x'); drop table sessions; --`);
    await expect(signUp(world, { region: hostile })).rejects.toBeInstanceOf(InvalidInput);
  });
});

describe('guessing passwords', () => {
  const wrong = 'kedr-wrong-8-zima';

  it('is refused after ten failures for one account from one address, even with the right password', async () => {
    const { email, password } = await signUp(world);
    const address = freshAddress();
    for (let failure = 0; failure < 10; failure += 1) {
      await expect(signIn(email, wrong, address)).rejects.toBeInstanceOf(WrongCredentials);
    }
    const refusal = await signIn(email, password, address).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TooManyAttempts);
    expect((refusal as TooManyAttempts).params.retryAfter).toBeGreaterThan(0);
    expect((refusal as TooManyAttempts).params.retryAfter).toBeLessThanOrEqual(900);
    await expect(signIn(email, password)).resolves.toBeDefined();
  });

  it('starts to count anew after a success', async () => {
    const { email, password } = await signUp(world);
    const address = freshAddress();
    for (let round = 0; round < 2; round += 1) {
      for (let failure = 0; failure < 9; failure += 1) {
        await expect(signIn(email, wrong, address)).rejects.toBeInstanceOf(WrongCredentials);
      }
      await expect(signIn(email, password, address)).resolves.toBeDefined();
    }
  });

  it('does not get further by trying many at once', async () => {
    const { email } = await signUp(world);
    const address = freshAddress();
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => signIn(email, wrong, address)));
    const reasons = results.map((result) => (result as PromiseRejectedResult).reason as unknown);
    expect(reasons.filter((reason) => reason instanceof WrongCredentials)).toHaveLength(10);
    expect(reasons.filter((reason) => reason instanceof TooManyAttempts)).toHaveLength(20);
  });

  it('gets no further with the other addresses of one IPv6 /64, and the next /64 is somebody else', async () => {
    const { email, password } = await signUp(world);
    for (let failure = 0; failure < 10; failure += 1) {
      await expect(signIn(email, wrong, `2001:db8:0:1::${failure}`)).rejects.toBeInstanceOf(WrongCredentials);
    }
    await expect(signIn(email, password, '2001:db8:0:1:ffff::a')).rejects.toBeInstanceOf(TooManyAttempts);
    await expect(signIn(email, password, '2001:db8:0:2::a')).resolves.toBeDefined();
  });

  it('is bounded for one address, whatever accounts it tries', async () => {
    await world.app.get(Settings).set(attemptLimits.name, { ...attemptLimits.fallback, perAddress: 5 }, 'test');
    const address = freshAddress();
    for (let failure = 0; failure < 5; failure += 1) {
      await expect(signIn(`nobody${failure}@example.com`, wrong, address)).rejects.toBeInstanceOf(WrongCredentials);
    }
    await expect(signIn('nobody9@example.com', wrong, address)).rejects.toBeInstanceOf(TooManyAttempts);
    await world.app.get(Settings).set(attemptLimits.name, attemptLimits.fallback, 'test');
  });
});

describe('changing the password', () => {
  it('signs out every other device and leaves this one', async () => {
    const phone = await signUp(world);
    const laptop = await signIn(phone.email, phone.password);
    const holder = { accountId: phone.accountId, sessionId: phone.sessionId, address: freshAddress() };
    const change = { currentPassword: phone.password, newPassword: 'another-9-good-one' };

    await accounts.changePassword(holder, change);

    const access = world.app.get(Access);
    expect(await access.authenticate(phone.accessToken)).toMatchObject({ accountId: phone.accountId });
    await expect(access.authenticate(laptop.accessToken)).rejects.toBeInstanceOf(SessionEnded);
    await expect(signIn(phone.email, phone.password)).rejects.toBeInstanceOf(WrongCredentials);
    await expect(signIn(phone.email, change.newPassword)).resolves.toBeDefined();
  });

  it('needs the current one', async () => {
    const { accountId, sessionId } = await signUp(world);
    const holder = { accountId, sessionId, address: freshAddress() };
    const change = { currentPassword: 'kedr-wrong-8-zima', newPassword: 'another-9-good-one' };
    await expect(accounts.changePassword(holder, change)).rejects.toBeInstanceOf(WrongPassword);
  });

  it('holds the new one to the rules', async () => {
    const { accountId, sessionId, password, handle } = await signUp(world);
    const holder = { accountId, sessionId, address: freshAddress() };
    for (const newPassword of ['short', 'password123', `${handle}12`]) {
      const change = accounts.changePassword(holder, { currentPassword: password, newPassword });
      await expect(change).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });
});
