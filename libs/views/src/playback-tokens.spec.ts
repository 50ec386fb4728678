import { describe, expect, it } from '@jest/globals';
import { type AccountId, FixedClock, hours, type MomentId, newId } from '@moments/kernel';
import { Settings } from '@moments/platform';
import fc from 'fast-check';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Serving } from './domain/playback-token.js';
import { PlaybackTokens } from './playback-tokens.js';

const now = new Date('2026-11-22T10:00:00Z');
const secret = randomBytes(32);
const viewerId = newId<'account'>();
const momentId = newId<'moment'>();
const serving: Serving = { viewerId, feedSessionId: newId<'feedSession'>(), surface: 'FOLLOWING', promoted: true };

const tokensWith = (...secrets: [Buffer, ...Buffer[]]) =>
  new PlaybackTokens({ secrets, fingerprintSecret: secret }, fallbackSettings(), new FixedClock(now));
const tokensAt = (clock: FixedClock) =>
  new PlaybackTokens({ secrets: [secret], fingerprintSecret: secret }, fallbackSettings(), clock);

/** Nothing was set by anybody. */
function fallbackSettings(): Settings {
  const settings = Object.create(Settings.prototype) as Settings;
  settings.get = async ({ fallback }) => fallback;
  return settings;
}

const one = async (tokens: PlaybackTokens, asked: Serving = serving, moment: MomentId = momentId): Promise<string> =>
  (await tokens.issue(asked, [moment]))[0]!;

describe('a playback token', () => {
  it('proves what was served, to whom, where and until when', async () => {
    const tokens = tokensWith(secret);
    expect(tokens.verify(await one(tokens), { viewerId })).toEqual({
      ...serving,
      momentId,
      issuedAt: now,
      expiresAt: new Date(now.getTime() + hours(24)),
    });
  });

  it('says of every serving what went into it', async () => {
    const tokens = tokensWith(secret);
    const ids = fc.uuid({ version: 7 });
    await fc.assert(
      fc.asyncProperty(
        fc.option(ids, { nil: undefined }),
        ids,
        ids,
        fc.constantFrom('FOR_YOU' as const, 'FOLLOWING' as const),
        fc.boolean(),
        async (viewer, session, moment, surface, promoted) => {
          const asked = {
            viewerId: viewer as AccountId | undefined,
            feedSessionId: session as Serving['feedSessionId'],
            surface,
            promoted,
          };
          const token = await one(tokens, asked, moment as MomentId);
          expect(tokens.verify(token, asked)).toMatchObject({ ...asked, momentId: moment });
        },
      ),
    );
  });

  it('is worth nothing to another viewer, to nobody, or the other way round', async () => {
    const tokens = tokensWith(secret);
    const mine = await one(tokens);
    const nobodys = await one(tokens, { ...serving, viewerId: undefined });
    expect(tokens.verify(mine, { viewerId: newId<'account'>() })).toBeUndefined();
    expect(tokens.verify(mine, {})).toBeUndefined();
    expect(tokens.verify(nobodys, { viewerId })).toBeUndefined();
    expect(tokens.verify(nobodys, {})).toBeDefined();
  });

  it('stays a device’s for whoever signs in there, and is worth nothing on another', async () => {
    const tokens = tokensWith(secret);
    const deviceId = randomUUID() as NonNullable<Serving['deviceId']>;
    const token = await one(tokens, { ...serving, viewerId: undefined, deviceId });
    expect(tokens.verify(token, { deviceId })).toMatchObject({ deviceId, viewerId: undefined });
    expect(tokens.verify(token, { viewerId, deviceId })).toMatchObject({ deviceId, viewerId: undefined });
    for (const bearer of [{}, { viewerId }, { deviceId: randomUUID() as typeof deviceId }]) {
      expect(tokens.verify(token, bearer)).toBeUndefined();
    }
    const mine = await one(tokens, { ...serving, deviceId });
    expect(tokens.verify(mine, { viewerId })).toMatchObject({ viewerId, deviceId: undefined });
    expect(tokens.verify(mine, { deviceId })).toBeUndefined();
  });

  it('says where in the feed its moment stood, as far down as anybody scrolls', async () => {
    const tokens = tokensWith(secret);
    const moments = Array.from({ length: 4 }, () => newId<'moment'>());
    const issued = await tokens.issue(serving, moments, [0, 7, 1_000_000]);
    expect(issued.map((token) => tokens.verify(token, { viewerId })?.feedPosition)).toEqual([0, 7, 32_767, undefined]);
    expect(issued.every((token) => token.length <= 106)).toBe(true);
  });

  it('is refused when any of its bytes is another', async () => {
    const tokens = tokensWith(secret);
    const bytes = Buffer.from(await one(tokens), 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const forged = Buffer.from(bytes);
        forged[at] = forged[at]! ^ by;
        expect(tokens.verify(forged.toString('base64url'), { viewerId })).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when it is no token at all', () => {
    const tokens = tokensWith(secret);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String({ minLength: 80, maxLength: 110 })), (text) => {
        expect(tokens.verify(text, {})).toBeUndefined();
      }),
    );
  });

  it('stays good while its secret is among the accepted, and no longer', async () => {
    const [old, fresh] = [randomBytes(32), randomBytes(32)];
    const token = await one(tokensWith(old));
    expect(tokensWith(fresh, old).verify(token, { viewerId })).toBeDefined();
    expect(tokensWith(fresh).verify(token, { viewerId })).toBeUndefined();
    expect(tokensWith(old, fresh).verify(await one(tokensWith(fresh, old)), { viewerId })).toBeDefined();
  });

  it('is good for acting on its own moment until it expires, and not a millisecond longer', async () => {
    const clock = new FixedClock(now);
    const tokens = tokensAt(clock);
    const token = await one(tokens);
    const invalid = expect.objectContaining({ code: 'INVALID_INPUT', reason: 'playback_token_invalid' });
    expect(() => tokens.require(token, { viewerId, momentId: newId() })).toThrow(invalid);
    expect(() => tokens.require(token, { momentId })).toThrow(invalid);
    expect(() => tokens.require('forged', { viewerId, momentId })).toThrow(invalid);
    clock.advance(hours(24));
    expect(tokens.require(token, { viewerId, momentId })).toMatchObject(serving);
    clock.advance(1);
    expect(() => tokens.require(token, { viewerId, momentId })).toThrow(expect.objectContaining({ code: 'EXPIRED' }));
  });
});
