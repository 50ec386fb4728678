import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Grants } from '@moments/identity';
import { type AccountId, fromGlobalId, toGlobalId, newId } from '@moments/kernel';
import { Database } from '@moments/platform';
import { randomBytes } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { startGateway, type TestGateway } from '../support/gateway.js';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

interface UserError {
  code: string;
  reason: string;
  message: string;
  field: string[] | null;
}
interface Features {
  me: { features: { feature: string; available: boolean; reason: string | null }[] };
}
interface Auth {
  accessToken: string;
  refreshToken: string;
  expiresAt: string;
  account: {
    id: string;
    email: string;
    roles: string[];
    region: string;
    createdAt: string;
    profile: { id: string; handle: string; displayName: string; isMe: boolean };
    sessions: { id: string; userAgent: string; current: boolean }[];
  };
  userErrors: UserError[];
}

const authFields = `accessToken refreshToken expiresAt
  account { id email roles region createdAt profile { id handle displayName isMe } sessions { id userAgent current } }
  userErrors { code reason message field retryAfter }`;
const password = 'kedr-vetka-8-zima';

const form = (change: Record<string, unknown> = {}) => {
  const unique = randomBytes(6).toString('hex');
  return {
    email: `${unique}@example.com`,
    password,
    handle: `h${unique}`,
    displayName: 'Marina',
    region: 'RU',
    ...change,
  };
};

async function signUp(input = form(), headers?: Record<string, string>): Promise<Auth & { email: string }> {
  const document = `mutation ($input: SignUpInput!) { signUp(input: $input) { ${authFields} } }`;
  const { data } = await gateway.query<{ signUp: Auth }>(document, { input }, { headers });
  return { ...data!.signUp, email: input.email };
}

async function signIn(email: string, typed = password, headers?: Record<string, string>): Promise<Auth> {
  const document = `mutation ($input: SignInInput!) { signIn(input: $input) { ${authFields} } }`;
  const { data } = await gateway.query<{ signIn: Auth }>(document, { input: { email, password: typed } }, { headers });
  return data!.signIn;
}

async function refresh(refreshToken: string): Promise<Auth> {
  const document = `mutation ($token: String!) { refreshSession(refreshToken: $token) { ${authFields} } }`;
  return (await gateway.query<{ refreshSession: Auth }>(document, { token: refreshToken })).data!.refreshSession;
}

const me = (token?: string) =>
  gateway.query<{ me: Auth['account'] | null }>('{ me { id email roles } }', {}, { token });

const grantOperator = (accountId: string) => {
  const grant = { accountId: fromGlobalId('account', accountId)!, role: 'OPERATOR' as const, by: null };
  return gateway.app.get(Database).transaction((tx) => gateway.app.get(Grants).grant(tx, grant));
};

describe('a new account', () => {
  it('is signed in, and sees itself', async () => {
    const input = form({ birthDate: '1999-12-31' });
    const auth = await signUp(input, { 'user-agent': 'Phone/1.0' });
    expect(auth.userErrors).toEqual([]);
    expect(auth.account).toMatchObject({ email: input.email, roles: ['VIEWER'], region: 'RU' });
    expect(auth.account.id).toMatch(/^acc_[0-9a-f]{32}$/);
    expect(auth.account.profile).toEqual({
      id: auth.account.id.replace('acc_', 'pro_'),
      handle: input.handle,
      displayName: 'Marina',
      isMe: false, // The request that made the account was nobody's yet.
    });
    expect(auth.account.sessions).toMatchObject([{ userAgent: 'Phone/1.0', current: true }]);
    expect((await me(auth.accessToken)).data?.me).toMatchObject({ id: auth.account.id });
    expect(Date.parse(auth.expiresAt) - Date.now()).toBeLessThanOrEqual(900_000);
    expect(Date.parse(auth.expiresAt) - Date.now()).toBeGreaterThan(880_000);
  });

  it('is told in one answer everything that is wrong with its form, in its own language', async () => {
    const input = form({ email: 'x', handle: 'a', region: 'XX', birthDate: '2020-01-01' });
    const { userErrors, accessToken, account } = await signUp(input);
    expect([accessToken, account]).toEqual([null, null]);
    expect(new Set(userErrors.map(({ field }) => field?.[0]))).toEqual(
      new Set(['email', 'handle', 'region', 'birthDate']),
    );
    expect(new Set(userErrors.map(({ code }) => code))).toEqual(new Set(['INVALID_INPUT']));
    const inRussian = await signUp(form({ email: 'x' }), { 'accept-language': 'ru' });
    expect(inRussian.userErrors).toMatchObject([{ field: ['email'], message: 'это не адрес электронной почты' }]);
    const taken = await signUp();
    const again = await signUp(form({ email: taken.email.toUpperCase() }), { 'accept-language': 'ru' });
    expect(again.userErrors).toEqual([
      {
        code: 'ALREADY_EXISTS',
        reason: 'email_taken',
        message: 'Аккаунт с таким адресом электронной почты уже есть.',
        field: ['email'],
        retryAfter: null,
      },
    ]);
  });

  it('is not for children under thirteen, to the day', async () => {
    const today = new Date();
    const day = (offset: number) =>
      new Date(Date.UTC(today.getUTCFullYear() - 13, today.getUTCMonth(), today.getUTCDate() + offset))
        .toISOString()
        .slice(0, 10);
    expect((await signUp(form({ birthDate: day(1) }))).userErrors).toMatchObject([{ field: ['birthDate'] }]);
    expect((await signUp(form({ birthDate: day(0) }))).userErrors).toEqual([]);
  });
});

describe('a visitor', () => {
  it('without a token is nobody, and may not do what accounts do', async () => {
    expect((await me()).data).toEqual({ me: null });
    const { errors } = await gateway.query('mutation { signOut }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'sign_in_required' });
  });

  it.each([
    ['a word', 'x'],
    ['three parts', 'a.b.c'],
    ['far too much', `e30.${'A'.repeat(9_000)}.x`],
    ['SQL', "' or 1=1 --"],
  ])('with %s for a token is refused', async (_, token) => {
    const { errors, status } = await me(token);
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
    const auth = await signUp(form(), headers);
    expect(auth.account.sessions).toMatchObject([{ userAgent: hostile }]);
    expect((await gateway.query('{ me { id } }', {}, { headers })).data).toEqual({ me: null });
  });
});

describe('a session', () => {
  it('goes on with each new refresh token, and ends for good when a used one comes back', async () => {
    const first = await signUp();
    const second = await refresh(first.refreshToken);
    expect(second.account.id).toBe(first.account.id);
    const replay = await refresh(first.refreshToken);
    expect(replay).toMatchObject({
      accessToken: null,
      userErrors: [{ code: 'UNAUTHENTICATED', reason: 'refresh_token_replayed' }],
    });
    expect(await refresh(second.refreshToken)).toMatchObject({ userErrors: [{ reason: 'session_ended' }] });
    expect((await me(second.accessToken)).errors?.[0]?.extensions).toMatchObject({ reason: 'session_ended' });
  });

  it('outlives two refreshes that one device sends at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { refreshToken } = await signUp();
      const [one, other] = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
      // Either they overlapped and got the same successor, or they did not and this was a replay.
      const overlapped = one.userErrors.length === 0 && one.refreshToken === other.refreshToken;
      if (overlapped) expect((await refresh(one.refreshToken)).userErrors).toEqual([]);
      else expect([one, other].filter(({ userErrors }) => userErrors.length > 0)).toHaveLength(1);
    }
  });

  it('stops working at once when it signs out', async () => {
    const { accessToken, refreshToken } = await signUp();
    await me(accessToken);
    expect((await gateway.query('mutation { signOut }', {}, { token: accessToken })).data).toEqual({ signOut: true });
    expect((await me(accessToken)).errors?.[0]?.extensions).toMatchObject({ reason: 'session_ended' });
    expect(await refresh(refreshToken)).toMatchObject({ userErrors: [{ reason: 'session_ended' }] });
  });

  it('is revoked from another device of the same account, and by nobody else', async () => {
    const phone = await signUp();
    const laptop = await signIn(phone.email, password, { 'user-agent': 'Laptop' });
    const stranger = await signUp();
    const laptopId = laptop.account.sessions.find(({ current }) => current)!.id;
    const revoke = (token: string, id: string) =>
      gateway.query('mutation ($id: ID!) { revokeSession(id: $id) }', { id }, { token });
    expect((await revoke(stranger.accessToken, laptopId)).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    expect((await revoke(phone.accessToken, phone.account.id)).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    expect((await revoke(phone.accessToken, laptopId)).data).toEqual({ revokeSession: true });
    expect((await me(laptop.accessToken)).errors?.[0]?.extensions).toMatchObject({ reason: 'session_ended' });
    expect((await me(phone.accessToken)).data?.me?.id).toBe(phone.account.id);
  });

  it('ends on every other device when the password changes', async () => {
    const phone = await signUp();
    const laptop = await signIn(phone.email);
    const change = `mutation ($input: ChangePasswordInput!) {
      changePassword(input: $input) { account { id } userErrors { code field } } }`;
    const input = { currentPassword: password, newPassword: 'another-9-good-one' };
    const wrong = { ...input, currentPassword: 'kedr-wrong-8-zima' };
    const ask = (typed: typeof input) => gateway.query(change, { input: typed }, { token: phone.accessToken });
    expect((await ask(wrong)).data).toEqual({
      changePassword: { account: null, userErrors: [{ code: 'INVALID_INPUT', field: ['currentPassword'] }] },
    });
    expect((await ask(input)).data).toEqual({ changePassword: { account: { id: phone.account.id }, userErrors: [] } });
    expect((await me(laptop.accessToken)).errors?.[0]?.extensions).toMatchObject({ reason: 'session_ended' });
    expect((await me(phone.accessToken)).data?.me?.id).toBe(phone.account.id);
    expect((await signIn(phone.email)).userErrors).toMatchObject([
      { code: 'UNAUTHENTICATED', reason: 'wrong_credentials' },
    ]);
  });
});

it('refuses to guess on after ten wrong passwords', async () => {
  const { email } = await signUp();
  for (let failure = 0; failure < 10; failure += 1) {
    expect((await signIn(email, 'kedr-wrong-8-zima')).userErrors).toMatchObject([{ reason: 'wrong_credentials' }]);
  }
  const { userErrors } = await signIn(email);
  expect(userErrors).toMatchObject([
    { code: 'RATE_LIMITED', reason: 'too_many_attempts', retryAfter: expect.any(Number) },
  ]);
  expect(userErrors[0]?.message).toMatch(/Try again in \d+ seconds/);
});

describe('deleting an account', () => {
  it('needs the password, voids every token and hides the profile', async () => {
    const person = await signUp();
    const token = person.accessToken;
    const remove = (typed: string) =>
      gateway.query('mutation ($p: String!) { deleteAccount(password: $p) }', { p: typed }, { token });
    expect((await remove('kedr-wrong-8-zima')).errors?.[0]?.extensions).toMatchObject({
      code: 'INVALID_INPUT',
      reason: 'wrong_password',
    });
    expect((await remove(password)).data).toEqual({ deleteAccount: true });
    expect((await me(token)).errors?.[0]?.extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
      reason: 'account_gone',
    });
    const profile = await gateway.query('query ($id: ID!) { profile(id: $id) { id } node(id: $id) { id } }', {
      id: person.account.profile.id,
    });
    expect(profile.data).toEqual({ profile: null, node: null });
  });
});

describe('a profile', () => {
  const find = (variables: Record<string, unknown>, token?: string) =>
    gateway.query<{ profile: { id: string; badges: string[]; isMe: boolean } | null }>(
      'query ($id: ID, $handle: String) { profile(id: $id, handle: $handle) { id badges isMe } }',
      variables,
      { token },
    );

  it('is found by id and by handle in any case, and knows whose it is', async () => {
    const { account, accessToken } = await signUp();
    const { id, handle } = account.profile;
    expect((await find({ id }, accessToken)).data?.profile).toEqual({ id, badges: [], isMe: true });
    expect((await find({ handle: handle.toUpperCase() })).data?.profile).toEqual({ id, badges: [], isMe: false });
  });

  it.each([
    { id: 'x' },
    { id: toGlobalId('profile', newId<'profile'>()) },
    { handle: '%' },
    { handle: '\u0000' },
    { handle: "' or 1=1 --" },
  ])('is null for %j', async (variables) => {
    expect(await find(variables)).toMatchObject({ data: { profile: null } });
  });

  it('is asked for by one or the other', async () => {
    expect((await find({})).errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
    expect((await find({ id: 'x', handle: 'y' })).errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
  });
});

it('shows an account to itself only', async () => {
  const [mine, theirs] = [await signUp(), await signUp()];
  const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Account { email } } }';
  const ids = [mine.account.id, theirs.account.id];
  const { data } = await gateway.query(document, { ids }, { token: mine.accessToken });
  expect(data).toEqual({ nodes: [{ id: mine.account.id, email: mine.email }, null] });
});

it('gives people what is held about them, and nobody else', async () => {
  const [mine, theirs] = [await signUp(form({ birthDate: '1990-02-03' })), await signUp()];
  const document = 'query ($ids: [ID!]!) { me { personalData } nodes(ids: $ids) { ... on Account { personalData } } }';
  const { data } = await gateway.query(document, { ids: [theirs.account.id] }, { token: mine.accessToken });
  expect(data).toMatchObject({
    me: {
      personalData: {
        account: { id: mine.account.id, email: mine.email, birthDate: '1990-02-03', region: 'RU' },
        profile: {
          id: mine.account.profile.id,
          handle: mine.account.profile.handle,
          avatarUrl: null,
          formerHandles: [],
        },
        sessions: [{ userAgent: expect.any(String) }],
        signsInAt: [],
      },
    },
    nodes: [null],
  });
});

describe('the rollout switch', () => {
  const set = (token: string | undefined, variables: Record<string, unknown>) =>
    gateway.query(
      `mutation ($feature: Feature!, $regions: [String!]!, $percent: Int!, $accountIds: [ID!]) {
        setFeatureRollout(feature: $feature, regions: $regions, percent: $percent, accountIds: $accountIds) }`,
      variables,
      { token },
    );
  const accessOf = async (token: string, feature: string) => {
    const document = '{ me { features { feature available reason } } }';
    const { data } = await gateway.query<Features>(document, {}, { token });
    return data?.me.features.find((access) => access.feature === feature);
  };

  it('is an operator’s alone', async () => {
    const rule = { feature: 'CREATOR_ORDERS', regions: [], percent: 100 };
    const { accessToken } = await signUp();
    expect((await set(undefined, rule)).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    expect((await set(accessToken, rule)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('opens a feature by region, share and name, and says why it is closed', async () => {
    const [operator, russian, turkish] = [await signUp(), await signUp(), await signUp(form({ region: 'TR' }))];
    await grantOperator(operator.account.id);
    const ask = (change: Record<string, unknown>) =>
      set(operator.accessToken, { feature: 'CREATOR_ORDERS', regions: ['RU'], percent: 100, ...change });

    expect((await ask({})).data).toEqual({ setFeatureRollout: true });
    expect(await accessOf(russian.accessToken, 'CREATOR_ORDERS')).toMatchObject({ available: true, reason: null });
    expect(await accessOf(turkish.accessToken, 'CREATOR_ORDERS')).toMatchObject({
      available: false,
      reason: 'not_in_your_region',
    });
    await ask({ accountIds: [turkish.account.id] });
    expect(await accessOf(turkish.accessToken, 'CREATOR_ORDERS')).toMatchObject({ available: true });
    await ask({ percent: 0 });
    expect(await accessOf(russian.accessToken, 'CREATOR_ORDERS')).toMatchObject({ available: false, reason: 'closed' });
    expect((await ask({ percent: 101 })).errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
    expect((await ask({ regions: ['XX'] })).errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
    expect((await ask({ accountIds: ['mom_1'] })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  });
});

it('publishes the keys that its tokens are signed with', async () => {
  const { accessToken, account } = await signUp();
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', gateway.url));
  const { payload } = await jwtVerify(accessToken, keys, { issuer: 'moments', audience: 'moments' });
  expect(payload.sub).toBe(account.id);
  expect(fromGlobalId('account', payload.sub!) satisfies AccountId | undefined).toBeDefined();
});
