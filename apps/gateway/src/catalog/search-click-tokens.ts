import { Inject, Injectable } from '@nestjs/common';
import { type AccountId, Clock, idFromUuid, type ProductId, seconds } from '@moments/kernel';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { GATEWAY_CONFIG } from '../config.token.js';
import type { GatewayConfig } from '../config.js';

/** What a click token proves: this product was found for this viewer, then, at this place. */
export interface FoundClaims {
  readonly productId: ProductId;
  /** Nobody when the viewer had not signed in. */
  readonly viewerId?: AccountId;
  /** On its page, from 0. */
  readonly place: number;
  /** Whole seconds. */
  readonly foundAt: Date;
}

const [foundAtAt, placeAt, productAt, viewerAt] = [0, 4, 5, 21];
const claimBytes = 37;
const macBytes = 16;
const nobody = '0'.repeat(32);

/** Signs what was found for whom (HMAC-SHA-256, half of it): clicks that are counted can only follow a search. */
@Injectable()
export class SearchClickTokens {
  private readonly keys: readonly Buffer[];

  constructor(
    @Inject(GATEWAY_CONFIG) config: GatewayConfig,
    private readonly clock: Clock,
  ) {
    const secrets = [config.PLAYBACK_TOKEN_SECRET, ...(config.PLAYBACK_PREVIOUS_TOKEN_SECRETS ?? [])];
    // A key of its own: what proves a view never proves a click.
    this.keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', 'search click', 32)));
  }

  issue({ productId, viewerId, place }: Omit<FoundClaims, 'foundAt'>): string {
    const claims = Buffer.alloc(claimBytes);
    claims.writeUInt32BE(Math.floor(this.clock.now().getTime() / 1_000), foundAtAt);
    claims.writeUInt8(Math.min(place, 255), placeAt);
    claims.write(productId.replaceAll('-', ''), productAt, 'hex');
    claims.write(viewerId?.replaceAll('-', '') ?? nobody, viewerAt, 'hex');
    return Buffer.concat([claims, macOf(claims, this.keys[0])]).toString('base64url');
  }

  /** `undefined` for anything that was not issued here. */
  read(token: string): FoundClaims | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== claimBytes + macBytes) return undefined;
    const claims = bytes.subarray(0, claimBytes);
    const given = bytes.subarray(claimBytes);
    if (!this.keys.some((key) => timingSafeEqual(macOf(claims, key), given))) return undefined;
    const viewer = claims.toString('hex', viewerAt);
    return {
      productId: idFromUuid<'product'>(toUuid(claims.toString('hex', productAt, viewerAt))),
      viewerId: viewer === nobody ? undefined : idFromUuid<'account'>(toUuid(viewer)),
      place: claims.readUInt8(placeAt),
      foundAt: new Date(seconds(claims.readUInt32BE(foundAtAt))),
    };
  }
}

const macOf = (claims: Buffer, key: Buffer | undefined): Buffer => {
  if (!key) throw new Error('there is always a key');
  return createHmac('sha256', key).update(claims).digest().subarray(0, macBytes);
};

const toUuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
