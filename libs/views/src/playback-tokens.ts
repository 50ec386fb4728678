import { Inject, Injectable } from '@nestjs/common';
import { after, Clock, hours, type MomentId } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import {
  type Bearer,
  claimAnother,
  isTheirs,
  keyIdBytes,
  type PlaybackClaims,
  readClaims,
  type ServedItem,
  type Serving,
  writeClaims,
} from './domain/playback-token.js';
import { PLAYBACK_OPTIONS, type PlaybackOptions } from './playback.options.js';
import { PlaybackTokenExpired, PlaybackTokenInvalid } from './views.errors.js';
import { playbackTokenHours } from './views.settings.js';

// 128 bits of HMAC-SHA256: nobody tries 2^127 tokens, and a feed page stays small.
const macBytes = 16;
const tokenForm = /^[\w-]{80,110}$/;

interface Key {
  id: Buffer;
  secret: KeyObject;
}

/**
 * Signs and checks the proof that a moment was served to a viewer. Nothing is stored: a token costs a few microseconds.
 * Secrets rotate: the first signs, every one is accepted, so a new one is put before the old, and the old one taken
 * away when its last token has expired.
 */
@Injectable()
export class PlaybackTokens {
  private readonly keys: readonly [Key, ...Key[]];

  constructor(
    @Inject(PLAYBACK_OPTIONS) { secrets: [first, ...others] }: PlaybackOptions,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    this.keys = [keyOf(first), ...others.map(keyOf)];
  }

  /** A token for each moment, in order; `positions` are their places in the feed session, when they are counted. */
  async issue(serving: Serving, momentIds: readonly MomentId[], positions: readonly number[] = []): Promise<string[]> {
    const issuedAt = this.clock.now();
    const expiresAt = after(issuedAt, hours(await this.settings.get(playbackTokenHours)));
    const items = momentIds.map((momentId, index): ServedItem => ({ momentId, feedPosition: positions[index] }));
    const [key] = this.keys;
    const [first] = items;
    if (first === undefined) return [];
    const claims = writeClaims(key.id, { ...serving, ...first, issuedAt, expiresAt });
    const token = Buffer.allocUnsafe(claims.length + macBytes);
    return items.map((item) => {
      claimAnother(claims, item).copy(token);
      macOf(key, claims).copy(token, claims.length);
      return token.toString('base64url');
    });
  }

  /** What the token proves about this bearer; `undefined` when it is forged, of no known key, or somebody else's. */
  verify(token: string, bearer: Bearer): PlaybackClaims | undefined {
    if (!tokenForm.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    const signed = bytes.subarray(0, -macBytes);
    const key = this.keys.find(({ id }) => id.compare(signed, 0, keyIdBytes) === 0);
    if (!key || !timingSafeEqual(macOf(key, signed), bytes.subarray(-macBytes))) return undefined;
    const claims = readClaims(signed);
    return claims && isTheirs(claims, bearer) ? claims : undefined;
  }

  /**
   * What the token proves of a moment that is acted on now. Throws `PlaybackTokenInvalid` unless it is this bearer's and
   * this moment's, `PlaybackTokenExpired`.
   */
  require(token: string, { momentId, ...bearer }: Bearer & { momentId: MomentId }): PlaybackClaims {
    const claims = this.verify(token, bearer);
    if (claims?.momentId !== momentId) throw new PlaybackTokenInvalid();
    if (claims.expiresAt < this.clock.now()) throw new PlaybackTokenExpired();
    return claims;
  }
}

const macOf = ({ secret }: Key, bytes: Buffer): Buffer =>
  createHmac('sha256', secret).update(bytes).digest().subarray(0, macBytes);

/** A key is named by a hash of its secret, so that nobody has to number them. */
const keyOf = (secret: Buffer): Key => ({
  id: createHash('sha256').update('playback key id').update(secret).digest().subarray(0, keyIdBytes),
  secret: createSecretKey(secret),
});
