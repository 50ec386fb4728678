import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as argon2 from '@node-rs/argon2';

const hash = jest.fn(argon2.hash);
const verify = jest.fn(argon2.verify);
jest.unstable_mockModule('@node-rs/argon2', () => ({ ...argon2, hash, verify }));
const { Passwords } = await import('./passwords.js');

const cost = { memoryKib: 8_192, passes: 1, lanes: 1 };
const right = 'kedr-vetka-8-zima';

/** The costs of the hashes that Argon2 worked against. */
const costsOfWork = () => verify.mock.calls.map(([against]) => argon2.parseOptions(String(against)));

describe('checking a password', () => {
  beforeEach(() => {
    jest.clearAllMocks();
  });

  it.each([
    ['a known account and the right password', 'hashed', right, true],
    ['a known account and a wrong password', 'hashed', 'kedr-wrong-8-zima', false],
    ['an account that has no password', null, right, false],
    ['an account that there is not', undefined, right, false],
  ])('is one run of Argon2 at today’s cost for %s', async (_, account, guess, matches) => {
    const passwords = new Passwords();
    const known = account && (await passwords.hash(right, cost));
    expect(await passwords.matches(known, guess, cost)).toBe(matches);
    expect(costsOfWork()).toEqual([expect.objectContaining({ memoryCost: 8_192, timeCost: 1, parallelism: 1 })]);
  });

  it('hashes nothing more for strangers than for people once the first was seen', async () => {
    const passwords = new Passwords();
    const known = await passwords.hash(right, cost);
    await passwords.matches(known, right, cost);
    hash.mockClear();
    for (const account of [known, null, undefined]) await passwords.matches(account, right, cost);
    expect(hash).not.toHaveBeenCalled();
  });

  it('becomes dearer for strangers, too, when the rules have become dearer', async () => {
    const passwords = new Passwords();
    await passwords.matches(undefined, right, cost);
    await passwords.matches(undefined, right, { ...cost, passes: 2 });
    expect(costsOfWork().map(({ timeCost }) => timeCost)).toEqual([1, 2]);
  });
});
