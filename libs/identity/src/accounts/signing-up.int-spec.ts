import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidInput } from '@moments/kernel';
import { Redis, Settings } from '@moments/platform';
import { EmailTaken, HandleTaken, TooManySignUps } from '../identity.errors.js';
import { signUpLimits } from '../identity.settings.js';
import { freshAddress, type IdentityWorld, openIdentityWorld, signUp } from '../testing/identity-world.js';
import type { SignUp } from './sign-up.service.js';

let world: IdentityWorld;

beforeAll(async () => {
  world = await openIdentityWorld();
});
afterAll(() => world.close());

describe('signing up', () => {
  it('refuses an address that is taken, in whatever case', async () => {
    const { email } = await signUp(world);
    await expect(signUp(world, { email: ` ${email.toUpperCase()} ` })).rejects.toBeInstanceOf(EmailTaken);
  });

  it('refuses a handle that is taken, in whatever case, and one with a wildcard is another handle', async () => {
    await signUp(world, { handle: 'Ann_Example' });
    await expect(signUp(world, { handle: 'aNN_eXAMPLE' })).rejects.toBeInstanceOf(HandleTaken);
    await expect(signUp(world, { handle: 'AnnxExample' })).resolves.toMatchObject({ handle: 'AnnxExample' });
  });

  it('makes one account when the same form arrives many times at once', async () => {
    const form = { email: 'once@example.com', handle: 'only.once' };
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => signUp(world, form)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    for (const reason of reasons) expect(reason).toBeInstanceOf(EmailTaken);
  });

  it('names every field that is wrong', async () => {
    const broken = {
      email: 'x',
      handle: 'é',
      displayName: ' ',
      region: 'XX',
      birthDate: '2020-01-01',
      password: 'short',
    };
    const problems = await signUp(world, broken).catch((error: unknown) => (error as InvalidInput).problems());
    expect((problems as { field: string[] }[]).map(({ field }) => field[0]).sort()).toEqual(
      expect.arrayContaining(['birthDate', 'displayName', 'email', 'handle', 'password', 'region']),
    );
  });

  it('refuses a password that is made of the address', async () => {
    await expect(
      signUp(world, { email: 'long.address@example.com', password: 'long.address1' }),
    ).rejects.toBeInstanceOf(InvalidInput);
  });
});

describe('signing up in numbers', () => {
  const settings = () => world.app.get(Settings);
  const signUpFrom = (address: string, change?: Partial<SignUp>) => signUp(world, change, { address });
  const manyFrom = (address: string, count: number) =>
    Promise.allSettled(Array.from({ length: count }, () => signUpFrom(address)));
  const made = (results: PromiseSettledResult<unknown>[]) =>
    results.filter(({ status }) => status === 'fulfilled').length;

  beforeEach(() => settings().set(signUpLimits.name, { windowSeconds: 3_600, perAddress: 3 }, 'test'));
  afterEach(() => settings().set(signUpLimits.name, signUpLimits.fallback, 'test'));

  it('leaves room for fifty accounts an hour from one address', () => {
    expect(signUpLimits.fallback).toEqual({ windowSeconds: 3_600, perAddress: 50 });
  });

  it('is bounded for one address: the last that is allowed is made, the next is refused and told when to return', async () => {
    const address = freshAddress();
    for (let account = 0; account < 3; account += 1) await signUpFrom(address);
    const refusal = await signUpFrom(address).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TooManySignUps);
    const { code, params } = refusal as TooManySignUps;
    expect(code).toBe('RATE_LIMITED');
    expect(params.retryAfter).toBeGreaterThan(0);
    expect(params.retryAfter).toBeLessThanOrEqual(3_600);
    await expect(signUpFrom(freshAddress())).resolves.toBeDefined();
  });

  it('is bounded for all addresses of one IPv6 /64 together, and not for the next /64', async () => {
    for (let account = 0; account < 3; account += 1) await signUpFrom(`2001:db8:0:3::${account}`);
    await expect(signUpFrom('2001:db8:0:3:ffff::a')).rejects.toBeInstanceOf(TooManySignUps);
    await expect(signUpFrom('2001:db8:0:4::a')).resolves.toBeDefined();
  });

  it('does not get further by sending many forms at once', async () => {
    const results = await manyFrom(freshAddress(), 8);
    expect(made(results)).toBe(3);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    for (const reason of reasons) expect(reason).toBeInstanceOf(TooManySignUps);
  });

  it('counts a form whose email address is taken, and none that is filled in wrongly', async () => {
    const { email } = await signUp(world);
    const address = freshAddress();
    for (let mistake = 0; mistake < 4; mistake += 1) {
      await expect(signUpFrom(address, { handle: 'é' })).rejects.toBeInstanceOf(InvalidInput);
      await expect(signUpFrom(address, { password: 'short' })).rejects.toBeInstanceOf(InvalidInput);
    }
    for (let probe = 0; probe < 3; probe += 1) {
      await expect(signUpFrom(address, { email })).rejects.toBeInstanceOf(EmailTaken);
    }
    await expect(signUpFrom(address, { email })).rejects.toBeInstanceOf(TooManySignUps);
  });

  it('goes on while Redis is away, each process keeping the limit by itself', async () => {
    const gateway = await world.anotherGateway();
    gateway.get(Redis).client.destroy();
    const cutOff = { ...world, app: gateway };
    const address = freshAddress();
    for (let account = 0; account < 3; account += 1) await signUp(cutOff, {}, { address });
    await expect(signUp(cutOff, {}, { address })).rejects.toBeInstanceOf(TooManySignUps);
    await expect(signUp(cutOff, {}, { address: freshAddress() })).resolves.toBeDefined();
    await expect(signUpFrom(address)).resolves.toBeDefined();
  });
});
