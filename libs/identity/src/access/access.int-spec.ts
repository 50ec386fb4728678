import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { type AccountId, minutes, newId, Unauthenticated } from '@moments/kernel';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { AccountsQueries } from '../accounts/accounts.queries.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { Grants } from '../grants/grants.service.js';
import { AccountGone, TokenExpired, TokenInvalid } from '../identity.errors.js';
import { ProfilesQueries } from '../profiles/profiles.queries.js';
import { type IdentityWorld, openIdentityWorld, signUp } from '../testing/identity-world.js';
import { Access } from './access.js';
import { AccessTokens } from './access-tokens.js';

let world: IdentityWorld;
let access: Access;

beforeAll(async () => {
  world = await openIdentityWorld();
  access = world.app.get(Access);
});
afterAll(() => world.close());

describe('our own tokens', () => {
  it('tell who is asking, with the roles that are granted at this moment', async () => {
    const { accessToken, accountId, sessionId } = await signUp(world, { region: 'TR' });
    expect(await access.authenticate(accessToken)).toEqual({ accountId, sessionId, roles: ['VIEWER'], region: 'TR' });
    const grants = world.app.get(Grants);
    await world.database.transaction((tx) => grants.grant(tx, { accountId, role: 'OPERATOR', by: null }));
    expect((await access.authenticate(accessToken)).roles).toEqual(['VIEWER', 'OPERATOR']);
    await world.database.transaction((tx) => grants.revoke(tx, { accountId, role: 'OPERATOR', by: null }));
    expect((await access.authenticate(accessToken)).roles).toEqual(['VIEWER']);
  });

  it('run out after fifteen minutes, also when they were seen before', async () => {
    const { accessToken } = await signUp(world);
    world.clock.advance(minutes(15) - 1_000);
    await access.authenticate(accessToken);
    world.clock.advance(1_000);
    await expect(access.authenticate(accessToken)).rejects.toBeInstanceOf(TokenExpired);
  });

  it('are refused when nobody knows the account or the session', async () => {
    const { accountId } = await signUp(world);
    const issue = async (holder: { accountId: AccountId }) =>
      (await world.app.get(AccessTokens).issue({ ...holder, sessionId: newId<'session'>(), lifetimeMs: minutes(1) }))
        .token;
    await expect(access.authenticate(await issue({ accountId: newId<'account'>() }))).rejects.toMatchObject({
      reason: 'account_gone',
    });
    await expect(access.authenticate(await issue({ accountId }))).rejects.toMatchObject({ reason: 'session_ended' });
  });

  it.each([
    ['nothing', ''],
    ['a word', 'x'],
    ['three parts', 'a.b.c'],
    ['a token without a signature', 'e30.e30.'],
    ['far too much', `e30.${'A'.repeat(20_000)}.x`],
    ['a zero byte', '\u0000'],
    ['SQL', "' or 1=1 --"],
  ])('are not %s', async (_, bearer) => {
    const refusal = await access.authenticate(bearer).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TokenInvalid);
    expect(refusal).toBeInstanceOf(Unauthenticated);
  });

  it('are verified once and looked up once: asking again costs neither cryptography nor SQL', async () => {
    const { accessToken, accountId } = await signUp(world);
    const verify = jest.spyOn(world.app.get(AccessTokens), 'verify');
    const read = jest.spyOn(world.database, 'read');
    for (let round = 0; round < 100; round += 1) {
      expect(await access.authenticate(accessToken)).toMatchObject({ accountId });
    }
    expect(verify).toHaveBeenCalledTimes(1);
    // Other statements of the process, such as the settings', are nobody's asking.
    const asked = read.mock.calls.map(([{ name }]) => name).filter((name) => name.startsWith('identity.'));
    expect(asked.sort()).toEqual(['identity.account_state', 'identity.session_state']);
    verify.mockRestore();
    read.mockRestore();
  });
});

describe('tokens of the marketplace’s own issuer', () => {
  const issuer = 'https://id.marketplace.example/';
  const audience = 'moments';
  const server = createServer();
  let gateway: INestApplicationContext;
  let another: INestApplicationContext;
  let privateKey: CryptoKey;
  let accounts: AccountsQueries;

  const token = (claims: JWTPayload, change: { key?: CryptoKey; aud?: string; iss?: string; exp?: number } = {}) => {
    const seconds = Math.floor(world.clock.now().getTime() / 1_000);
    return new SignJWT({ sub: randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(change.iss ?? issuer)
      .setAudience(change.aud ?? audience)
      .setIssuedAt(seconds)
      .setExpirationTime(change.exp ?? seconds + 3_600)
      .sign(change.key ?? privateKey);
  };

  beforeAll(async () => {
    const pair = await generateKeyPair('ES256');
    privateKey = pair.privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
    server.on('request', (_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
    const external = { issuer, audience, jwksUrl, algorithms: ['ES256'], defaultRegion: 'KZ' };
    gateway = await world.anotherGateway({ external });
    another = await world.anotherGateway({ external });
    accounts = gateway.get(AccountsQueries);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));

  it('make an account at first sight, and find it again', async () => {
    const sub = randomUUID();
    const person = { sub, email: 'Buyer@Example.com', name: 'Айгуль', region: 'RU' };
    const principal = await gateway.get(Access).authenticate(await token(person));
    expect(principal).toMatchObject({ roles: ['VIEWER'], region: 'RU', sessionId: undefined });
    expect((await accounts.byIds([principal.accountId])).get(principal.accountId)?.email).toBe('buyer@example.com');
    const profile = (await gateway.get(ProfilesQueries).byIds([principal.accountId])).get(principal.accountId);
    expect(profile).toMatchObject({ displayName: 'Айгуль', erased: false });
    expect((await another.get(Access).authenticate(await token({ sub }))).accountId).toBe(principal.accountId);
  });

  it('make one account when a person’s first requests arrive at several processes at once', async () => {
    const sub = randomUUID();
    const bearers = await Promise.all(Array.from({ length: 12 }, (_, jti) => token({ sub, jti: String(jti) })));
    const seen = await Promise.all(
      bearers.map((bearer, index) => (index % 2 ? gateway : another).get(Access).authenticate(bearer)),
    );
    expect(new Set(seen.map(({ accountId }) => accountId)).size).toBe(1);
  });

  it('need nothing but a subject: odd or missing claims are left out', async () => {
    const odd = { email: "x' or 1=1", name: '\u0000', region: "RU'; drop table accounts; --", email_verified: true };
    const principal = await gateway.get(Access).authenticate(await token(odd));
    expect(principal.region).toBe('KZ');
    expect((await accounts.byIds([principal.accountId])).get(principal.accountId)?.email).toBeNull();
  });

  it('never open somebody’s account by naming their address', async () => {
    const { email, accountId } = await signUp(world);
    const principal = await gateway.get(Access).authenticate(await token({ email }));
    expect(principal.accountId).not.toBe(accountId);
    const unverified = await gateway.get(Access).authenticate(await token({ email, email_verified: false }));
    expect((await accounts.byIds([unverified.accountId])).get(unverified.accountId)?.email).toBeNull();
  });

  it('are refused from another issuer, for another audience, with another key, or too late', async () => {
    const stranger = await generateKeyPair('ES256');
    const late = Math.floor(world.clock.now().getTime() / 1_000) - 31;
    const authenticate = async (bearer: Promise<string>) => gateway.get(Access).authenticate(await bearer);
    await expect(authenticate(token({}, { iss: 'https://evil.example/' }))).rejects.toBeInstanceOf(TokenInvalid);
    await expect(authenticate(token({}, { aud: 'somebody-else' }))).rejects.toBeInstanceOf(TokenInvalid);
    await expect(authenticate(token({}, { key: stranger.privateKey }))).rejects.toBeInstanceOf(TokenInvalid);
    await expect(authenticate(token({}, { exp: late }))).rejects.toBeInstanceOf(TokenExpired);
    await expect(access.authenticate(await token({}))).rejects.toBeInstanceOf(TokenInvalid);
  });

  it('are refused after the account was deleted, until the person signs in at the issuer again', async () => {
    const sub = randomUUID();
    const old = await token({ sub });
    const unseen = await token({ sub, jti: 'issued before, first used after' });
    const { accountId } = await gateway.get(Access).authenticate(old);
    world.clock.advance(1_000);
    await gateway.get(AccountsService).deleteAccount({ accountId, address: '192.0.2.1' }, '');
    await expect(gateway.get(Access).authenticate(old)).rejects.toBeInstanceOf(AccountGone);
    await expect(gateway.get(Access).authenticate(unseen)).rejects.toBeInstanceOf(AccountGone);
    world.clock.advance(minutes(1));
    const back = await gateway.get(Access).authenticate(await token({ sub }));
    expect(back.accountId).not.toBe(accountId);
  });
});
