import type { AccountId, FeedSessionId, Id, IdKind, MomentId } from '@moments/kernel';

export const surfaces = ['FOR_YOU', 'FOLLOWING'] as const;

/** Where a moment was served. */
export type Surface = (typeof surfaces)[number];

/** To whom and where moments were served; the same for every item of a page. */
export interface Serving {
  /** Nobody when the viewer had not signed in. */
  viewerId?: AccountId;
  feedSessionId: FeedSessionId;
  surface: Surface;
  promoted: boolean;
}

/** What a playback token proves: this moment was served to this viewer, then and there. */
export interface PlaybackClaims extends Serving {
  momentId: MomentId;
  /** Whole seconds. */
  issuedAt: Date;
  expiresAt: Date;
}

/** Length of a key's id at the head of a token. */
export const keyIdBytes = 4;
const head = keyIdBytes;
const [flagsAt, issuedAtAt, expiresAtAt, momentAt, sessionAt, viewerAt] = [
  head,
  head + 1,
  head + 5,
  head + 9,
  head + 25,
  head + 41,
];
const anonymousBytes = viewerAt;
const signedInBytes = viewerAt + 16;

const followingFlag = 1;
const promotedFlag = 2;
const viewerFlag = 4;

/**
 * Writes claims as bytes behind the key's id: fixed places, so that reading is as quick as writing. The items of a page
 * share all but their moments (see {@link claimAnother}).
 */
export function writeClaims(keyId: Buffer, claims: PlaybackClaims): Buffer {
  const { viewerId, surface, promoted, issuedAt, expiresAt } = claims;
  const bytes = Buffer.allocUnsafe(viewerId ? signedInBytes : anonymousBytes);
  keyId.copy(bytes);
  bytes[flagsAt] =
    (surface === 'FOLLOWING' ? followingFlag : 0) | (promoted ? promotedFlag : 0) | (viewerId ? viewerFlag : 0);
  bytes.writeUInt32BE(Math.floor(issuedAt.getTime() / 1_000), issuedAtAt);
  bytes.writeUInt32BE(Math.floor(expiresAt.getTime() / 1_000), expiresAtAt);
  writeId(bytes, claims.momentId, momentAt);
  writeId(bytes, claims.feedSessionId, sessionAt);
  if (viewerId) writeId(bytes, viewerId, viewerAt);
  return bytes;
}

/** Changes written claims, in place, to be about another moment. */
export function claimAnother(bytes: Buffer, momentId: MomentId): Buffer {
  writeId(bytes, momentId, momentAt);
  return bytes;
}

/** Reads what {@link writeClaims} wrote; `undefined` for bytes of another form. */
export function readClaims(bytes: Buffer): PlaybackClaims | undefined {
  if (bytes.length !== anonymousBytes && bytes.length !== signedInBytes) return undefined;
  const flags = bytes.readUInt8(flagsAt);
  if (((flags & viewerFlag) !== 0) !== (bytes.length === signedInBytes)) return undefined;
  return {
    viewerId: flags & viewerFlag ? readId<'account'>(bytes, viewerAt) : undefined,
    momentId: readId<'moment'>(bytes, momentAt),
    feedSessionId: readId<'feedSession'>(bytes, sessionAt),
    surface: flags & followingFlag ? 'FOLLOWING' : 'FOR_YOU',
    promoted: (flags & promotedFlag) !== 0,
    issuedAt: new Date(bytes.readUInt32BE(issuedAtAt) * 1_000),
    expiresAt: new Date(bytes.readUInt32BE(expiresAtAt) * 1_000),
  };
}

const writeId = (bytes: Buffer, id: string, at: number): number => bytes.write(id.replaceAll('-', ''), at, 'hex');

function readId<Kind extends IdKind>(bytes: Buffer, at: number): Id<Kind> {
  const hex = bytes.toString('hex', at, at + 16);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return uuid as Id<Kind>;
}
