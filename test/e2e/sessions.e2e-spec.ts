import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { password, signUpForm } from '@moments/testing/identity';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { AccountsClient } from '../support/accounts.js';
import { startGateway, type TestGateway } from '../support/gateway.js';

let gateway: TestGateway;
let accounts: AccountsClient;

beforeAll(async () => {
  gateway = await startGateway();
  accounts = new AccountsClient(gateway);
});
afterAll(() => gateway.close());

describe('a visitor', () => {
  it('without a token is nobody, and may not do what accounts do', async () => {
    expect((await accounts.me()).data).toEqual({ me: null });
    const { errors } = await gateway.query('mutation { signOut }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'sign_in_required' });
  });

  it.each([
    ['a word', 'x'],
    ['three parts', 'a.b.c'],
    ['far too much', `e30.${'A'.repeat(9_000)}.x`],
    ['SQL', "' or 1=1 --"],
  ])('with %s for a token is refused', async (_, token) => {
    const { errors, status } = await accounts.me(token);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'token_invalid' });
    expect(status).toBe(401);
  });

  it('cannot reach the database through headers', async () => {
    const hostile = "x'); drop table accounts; --";
    const headers = {
      'x-region': hostile,
      'accept-language': hostile,
      'user-agent': hostile,
      'x-forwarded-for': hostile,
    };
    const auth = await accounts.signUp(signUpForm(), headers);
    expect(auth.account.sessions).toMatchObject([{ userAgent: hostile }]);
    expect((await gateway.query('{ me { id } }', {}, { headers })).data).toEqual({ me: null });
  });
});

describe('a session', () => {
  it('goes on with each new refresh token, and ends for good when a used one comes back', async () => {
    const first = await accounts.signUp();
    const second = await accounts.refresh(first.refreshToken);
    expect(second.account.id).toBe(first.account.id);
    const replay = await accounts.refresh(first.refreshToken);
    expect(replay).toMatchObject({
      accessToken: null,
      userErrors: [{ code: 'UNAUTHENTICATED', reason: 'refresh_token_replayed' }],
    });
    expect(await accounts.refresh(second.refreshToken)).toMatchObject({ userErrors: [{ reason: 'session_ended' }] });
    expect((await accounts.me(second.accessToken)).errors?.[0]?.extensions).toMatchObject({ reason: 'session_ended' });
  });

  it('outlives two refreshes that one device sends at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { refreshToken } = await accounts.signUp();
      const [one, other] = await Promise.all([accounts.refresh(refreshToken), accounts.refresh(refreshToken)]);
      // Either they overlapped and got the same successor, or they did not and this was a replay.
      const overlapped = one.userErrors.length === 0 && one.refreshToken === other.refreshToken;
      if (overlapped) expect((await accounts.refresh(one.refreshToken)).userErrors).toEqual([]);
      else expect([one, other].filter(({ userErrors }) => userErrors.length > 0)).toHaveLength(1);
    }
  });

  it('stops working at once when it signs out', async () => {
    const { accessToken, refreshToken } = await accounts.signUp();
    await accounts.me(accessToken);
    expect((await gateway.query('mutation { signOut }', {}, { token: accessToken })).data).toEqual({ signOut: true });
    expect((await accounts.me(accessToken)).errors?.[0]?.extensions).toMatchObject({ reason: 'session_ended' });
    expect(await accounts.refresh(refreshToken)).toMatchObject({ userErrors: [{ reason: 'session_ended' }] });
  });

  it('is revoked from another device of the same account, and by nobody else', async () => {
    const phone = await accounts.signUp();
    const laptop = await accounts.signIn(phone.email, password, { 'user-agent': 'Laptop' });
    const stranger = await accounts.signUp();
    const laptopId = laptop.account.sessions.find(({ current }) => current)!.id;
    const revoke = (token: string, id: string) =>
      gateway.query('mutation ($id: ID!) { revokeSession(id: $id) }', { id }, { token });
    expect((await revoke(stranger.accessToken, laptopId)).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    expect((await revoke(phone.accessToken, phone.account.id)).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    expect((await revoke(phone.accessToken, laptopId)).data).toEqual({ revokeSession: true });
    expect((await accounts.me(laptop.accessToken)).errors?.[0]?.extensions).toMatchObject({ reason: 'session_ended' });
    expect((await accounts.me(phone.accessToken)).data?.me?.id).toBe(phone.account.id);
  });

  it('ends on every other device when the password changes', async () => {
    const phone = await accounts.signUp();
    const laptop = await accounts.signIn(phone.email);
    const change = `mutation ($input: ChangePasswordInput!) {
      changePassword(input: $input) { account { id } userErrors { code field } } }`;
    const input = { currentPassword: password, newPassword: 'another-9-good-one' };
    const wrong = { ...input, currentPassword: 'kedr-wrong-8-zima' };
    const ask = (typed: typeof input) => gateway.query(change, { input: typed }, { token: phone.accessToken });
    expect((await ask(wrong)).data).toEqual({
      changePassword: { account: null, userErrors: [{ code: 'INVALID_INPUT', field: ['currentPassword'] }] },
    });
    expect((await ask(input)).data).toEqual({ changePassword: { account: { id: phone.account.id }, userErrors: [] } });
    expect((await accounts.me(laptop.accessToken)).errors?.[0]?.extensions).toMatchObject({ reason: 'session_ended' });
    expect((await accounts.me(phone.accessToken)).data?.me?.id).toBe(phone.account.id);
    expect((await accounts.signIn(phone.email)).userErrors).toMatchObject([
      { code: 'UNAUTHENTICATED', reason: 'wrong_credentials' },
    ]);
  });
});

it('refuses to guess on after ten wrong passwords', async () => {
  const { email } = await accounts.signUp();
  for (let failure = 0; failure < 10; failure += 1) {
    expect((await accounts.signIn(email, 'kedr-wrong-8-zima')).userErrors).toMatchObject([
      { reason: 'wrong_credentials' },
    ]);
  }
  const { userErrors } = await accounts.signIn(email);
  expect(userErrors).toMatchObject([
    { code: 'RATE_LIMITED', reason: 'too_many_attempts', retryAfter: expect.any(Number) },
  ]);
  expect(userErrors[0]?.message).toMatch(/Try again in \d+ seconds/);
});

it('publishes the keys that its tokens are signed with', async () => {
  const { accessToken, account } = await accounts.signUp();
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', gateway.url));
  const { payload } = await jwtVerify(accessToken, keys, { issuer: 'moments', audience: 'moments' });
  expect(payload.sub).toBe(account.id);
});
