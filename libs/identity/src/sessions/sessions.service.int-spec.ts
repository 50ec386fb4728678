import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { days, minutes, NotFound } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { Access } from '../access/access.js';
import { SignInService } from '../accounts/sign-in.service.js';
import { RefreshTokenInvalid, RefreshTokenReplayed, SessionEnded, TokenExpired } from '../identity.errors.js';
import { sessionRules } from '../identity.settings.js';
import { asNews } from '../testing/as-news.js';
import { type IdentityWorld, openIdentityWorld, signUp } from '../testing/identity-world.js';
import { SessionsQueries } from './sessions.queries.js';
import { SessionsService } from './sessions.service.js';
import { SweepSessionsHandler } from './sweep-sessions.job.js';

let world: IdentityWorld;
let other: INestApplicationContext;
let sessions: SessionsService;
let access: Access;

beforeAll(async () => {
  world = await openIdentityWorld();
  other = await world.anotherGateway();
  sessions = world.app.get(SessionsService);
  access = world.app.get(Access);
});
afterAll(() => world.close());

const client = { address: '192.0.2.1' };
const setGrace = (refreshGraceMs: number) =>
  world.app.get(Settings).set(sessionRules.name, { ...sessionRules.fallback, refreshGraceMs }, 'test');
const endReasonOf = async (sessionId: string) => {
  const rows = await world.database.read<{ end_reason: string }>(
    { name: 'test.end_reason', text: 'select end_reason from sessions where id = $1' },
    [sessionId],
  );
  return rows[0]?.end_reason;
};

const isEndedElsewhere = (accessToken: string): Promise<boolean> =>
  other
    .get(Access)
    .authenticate(accessToken)
    .then(
      () => false,
      (error: unknown) => error instanceof SessionEnded,
    );

describe('refreshing a session', () => {
  it('gives a new pair, and the new refresh token goes on', async () => {
    const first = await signUp(world);
    const second = await sessions.refresh(first.refreshToken);
    const third = await sessions.refresh(second.refreshToken);
    expect(new Set([first, second, third].map(({ refreshToken }) => refreshToken)).size).toBe(3);
    expect(third.sessionId).toBe(first.sessionId);
    expect(await access.authenticate(third.accessToken)).toMatchObject({ accountId: first.accountId });
  });

  it('ends the whole session when a used token comes back, on every process at once', async () => {
    const stolen = await signUp(world);
    const thief = await sessions.refresh(stolen.refreshToken);
    await other.get(Access).authenticate(thief.accessToken);

    await expect(sessions.refresh(stolen.refreshToken)).rejects.toBeInstanceOf(RefreshTokenReplayed);

    expect(await endReasonOf(stolen.sessionId)).toBe('replayed');
    await expect(sessions.refresh(thief.refreshToken)).rejects.toBeInstanceOf(SessionEnded);
    await expect(access.authenticate(thief.accessToken)).rejects.toBeInstanceOf(SessionEnded);
    await asNews(() => isEndedElsewhere(thief.accessToken));
  });

  it('leaves the person’s other devices alone when one session is replayed', async () => {
    const phone = await signUp(world);
    const laptop = await world.app.get(SignInService).signIn(phone, client);
    await sessions.refresh(phone.refreshToken);
    await expect(sessions.refresh(phone.refreshToken)).rejects.toBeInstanceOf(RefreshTokenReplayed);
    expect(await sessions.refresh(laptop.refreshToken)).toMatchObject({ sessionId: laptop.sessionId });
  });

  it('twice at the same time gives both the same successor and keeps the session', async () => {
    for (let round = 0; round < 10; round += 1) {
      const device = await signUp(world);
      const all = await Promise.all([
        sessions.refresh(device.refreshToken),
        other.get(SessionsService).refresh(device.refreshToken),
      ]);
      expect(new Set(all.map(({ refreshToken }) => refreshToken)).size).toBe(1);
      expect(await sessions.refresh(all[0].refreshToken)).toMatchObject({ sessionId: device.sessionId });
    }
  });

  it('finds out a thief who slipped in at the same time: whoever uses the common successor second ends it', async () => {
    const device = await signUp(world);
    const [owner, thief] = await Promise.all([
      sessions.refresh(device.refreshToken),
      sessions.refresh(device.refreshToken),
    ]);
    await sessions.refresh(owner.refreshToken);
    await expect(sessions.refresh(thief.refreshToken)).rejects.toBeInstanceOf(RefreshTokenReplayed);
  });

  describe('whose answer was lost, where operators allow a grace of ten seconds,', () => {
    beforeAll(() => setGrace(10_000));
    afterAll(() => setGrace(sessionRules.fallback.refreshGraceMs));

    it('may be repeated until it is over; later that ends the session', async () => {
      const device = await signUp(world);
      const lost = await sessions.refresh(device.refreshToken);
      world.clock.advance(9_999);
      expect((await sessions.refresh(device.refreshToken)).refreshToken).toBe(lost.refreshToken);
      world.clock.advance(1);
      await expect(sessions.refresh(device.refreshToken)).rejects.toBeInstanceOf(RefreshTokenReplayed);
      expect(await endReasonOf(device.sessionId)).toBe('replayed');
      await expect(sessions.refresh(lost.refreshToken)).rejects.toBeInstanceOf(SessionEnded);
    });

    it('ends the session within it, too, once the successor was used: then the answer had arrived', async () => {
      const stolen = await signUp(world);
      const owner = await sessions.refresh(stolen.refreshToken);
      const onwards = await sessions.refresh(owner.refreshToken);
      await expect(sessions.refresh(stolen.refreshToken)).rejects.toBeInstanceOf(RefreshTokenReplayed);
      await expect(sessions.refresh(onwards.refreshToken)).rejects.toBeInstanceOf(SessionEnded);
    });
  });

  it.each([
    ['nothing', ''],
    ['a word', 'x'],
    ['SQL', "' or 1=1 --"],
    ['what only looks like a token', 'A'.repeat(43)],
    ['far too much', 'A'.repeat(100_000)],
    ['a zero byte', '\u0000'],
  ])('refuses %s', async (_, token) => {
    await expect(sessions.refresh(token)).rejects.toBeInstanceOf(RefreshTokenInvalid);
  });

  it('stores no token that could be used', async () => {
    const device = await signUp(world);
    const { refreshToken } = await sessions.refresh(device.refreshToken);
    const rows = await world.database.read<{ row: string }>({
      name: 'test.tokens',
      text: `select encode(token_hash, 'escape') || coalesce(encode(sealed_successor, 'escape'), '') as row from refresh_tokens`,
    });
    const stored = rows.map(({ row }) => row).join('\n');
    expect(stored).not.toContain(refreshToken);
    expect(stored).not.toContain(device.refreshToken);
  });

  it('is over when nobody has refreshed for sixty days', async () => {
    const device = await signUp(world);
    world.clock.advance(days(60) - 1);
    const fresh = await sessions.refresh(device.refreshToken);
    world.clock.advance(days(60));
    await expect(sessions.refresh(fresh.refreshToken)).rejects.toBeInstanceOf(SessionEnded);
    await expect(access.authenticate(fresh.accessToken)).rejects.toBeInstanceOf(TokenExpired);
  });
});

describe('the devices of an account', () => {
  it('are listed, used last first, as long as their sessions live', async () => {
    const queries = world.app.get(SessionsQueries);
    const phone = await signUp(world);
    world.clock.advance(1_000);
    const laptop = await world.app.get(SignInService).signIn(phone, { ...client, userAgent: 'Laptop' });
    const list = await queries.list(phone.accountId);
    expect(list.map(({ id, userAgent }) => ({ id, userAgent }))).toEqual([
      { id: laptop.sessionId, userAgent: 'Laptop' },
      { id: phone.sessionId, userAgent: 'Moments/1.0 (test)' },
    ]);
    await sessions.revoke(phone.accountId, laptop.sessionId);
    expect((await queries.list(phone.accountId)).map(({ id }) => id)).toEqual([phone.sessionId]);
    await expect(access.authenticate(laptop.accessToken)).rejects.toBeInstanceOf(SessionEnded);
    expect(await access.authenticate(phone.accessToken)).toMatchObject({ sessionId: phone.sessionId });
  });

  it('cannot be revoked by anybody else, nor twice', async () => {
    const [mine, theirs] = [await signUp(world), await signUp(world)];
    await expect(sessions.revoke(mine.accountId, theirs.sessionId)).rejects.toBeInstanceOf(NotFound);
    expect(await access.authenticate(theirs.accessToken)).toMatchObject({ accountId: theirs.accountId });
    await sessions.revoke(mine.accountId, mine.sessionId);
    await expect(sessions.revoke(mine.accountId, mine.sessionId)).rejects.toBeInstanceOf(NotFound);
  });

  it('stop working on every process as soon as they sign out', async () => {
    const device = await signUp(world);
    await other.get(Access).authenticate(device.accessToken);
    await sessions.signOut(device.accountId, device.sessionId);
    await expect(access.authenticate(device.accessToken)).rejects.toBeInstanceOf(SessionEnded);
    await expect(sessions.refresh(device.refreshToken)).rejects.toBeInstanceOf(SessionEnded);
    await asNews(() => isEndedElsewhere(device.accessToken));
  });

  it('are so many at most: one more signs out the one that was used longest ago', async () => {
    const settings = world.app.get(Settings);
    await settings.set(sessionRules.name, { ...sessionRules.fallback, maxPerAccount: 2 }, 'test');
    const first = await signUp(world);
    world.clock.advance(1_000);
    const second = await world.app.get(SignInService).signIn(first, client);
    world.clock.advance(1_000);
    const kept = await sessions.refresh(first.refreshToken);
    world.clock.advance(1_000);
    await world.app.get(SignInService).signIn(first, client);
    await expect(access.authenticate(second.accessToken)).rejects.toBeInstanceOf(SessionEnded);
    expect(await endReasonOf(second.sessionId)).toBe('crowded_out');
    expect(await access.authenticate(kept.accessToken)).toMatchObject({ sessionId: first.sessionId });
    await settings.set(sessionRules.name, sessionRules.fallback, 'test');
  });

  it('are forgotten some time after they ended, and not before', async () => {
    const device = await signUp(world);
    await sessions.signOut(device.accountId, device.sessionId);
    const sweep = new SweepSessionsHandler(world.database, world.app.get(Settings), world.clock);
    const run = () => sweep.handle({}, { signal: AbortSignal.timeout(minutes(1)) });
    await run();
    expect(await endReasonOf(device.sessionId)).toBe('signed_out');
    world.clock.advance(days(30) + 1);
    await run();
    expect(await endReasonOf(device.sessionId)).toBeUndefined();
    await expect(sessions.refresh(device.refreshToken)).rejects.toBeInstanceOf(RefreshTokenInvalid);
  });
});
