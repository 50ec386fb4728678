import type { AccountId, FeedSessionId, Id, IdKind, MomentId } from '@moments/kernel';

export const surfaces = ['FOR_YOU', 'FOLLOWING'] as const;

/** Where a moment was served. */
export type Surface = (typeof surfaces)[number];

/** What stands for a device: a keyed hash of what its app calls it. */
export type DeviceId = string & { readonly deviceId: unique symbol };

/** Who shows a token: an account, nobody, and on which device when the app says so. */
export interface Bearer {
  viewerId?: AccountId;
  deviceId?: DeviceId;
  /** The same device by the other keys that are known: a token may have been made for one of these. */
  otherDeviceIds?: readonly DeviceId[];
}

/** To whom and where moments were served; the same for every item of a page. */
export interface Serving {
  /** Nobody when the viewer had not signed in. */
  viewerId?: AccountId;
  /** Only of somebody who had not signed in: whose token it is then. */
  deviceId?: DeviceId;
  feedSessionId: FeedSessionId;
  surface: Surface;
  promoted: boolean;
}

/** What a playback token proves: this moment was served to this viewer, then and there. */
export interface PlaybackClaims extends Serving {
  momentId: MomentId;
  /** Its place in the feed session, from 0, at most 32,767; missing where places are not counted. */
  feedPosition?: number;
  /** Whole seconds. */
  issuedAt: Date;
  expiresAt: Date;
}

/** What changes from item to item of a page. */
export type ServedItem = Pick<PlaybackClaims, 'momentId' | 'feedPosition'>;

/** Places further down are all this one. */
const lastFeedPosition = 32_767;

/** Length of a key's id at the head of a token. */
export const keyIdBytes = 4;
const flagsAt = keyIdBytes;
const issuedAtAt = flagsAt + 1;
const expiresAtAt = issuedAtAt + 4;
const positionAt = expiresAtAt + 4;
const momentAt = positionAt + 2;
const sessionAt = momentAt + 16;
const ownerAt = sessionAt + 16;
const unownedBytes = ownerAt;
const ownedBytes = ownerAt + 16;

const followingFlag = 1;
const promotedFlag = 2;
const viewerFlag = 4;
const deviceFlag = 8;
const knownFlags = followingFlag | promotedFlag | viewerFlag | deviceFlag;
const noPosition = 0xffff;

/**
 * Writes claims as bytes behind the key's id: fixed places, so that reading is as quick as writing. The items of a page
 * share all but what {@link claimAnother} changes.
 */
export function writeClaims(keyId: Buffer, claims: PlaybackClaims): Buffer {
  const { viewerId, deviceId, surface, promoted, issuedAt, expiresAt } = claims;
  const owner = viewerId ?? deviceId;
  const bytes = Buffer.allocUnsafe(owner ? ownedBytes : unownedBytes);
  keyId.copy(bytes);
  bytes[flagsAt] =
    (surface === 'FOLLOWING' ? followingFlag : 0) |
    (promoted ? promotedFlag : 0) |
    (viewerId ? viewerFlag : deviceId ? deviceFlag : 0);
  bytes.writeUInt32BE(Math.floor(issuedAt.getTime() / 1_000), issuedAtAt);
  bytes.writeUInt32BE(Math.floor(expiresAt.getTime() / 1_000), expiresAtAt);
  writeId(bytes, claims.feedSessionId, sessionAt);
  if (owner) writeId(bytes, owner, ownerAt);
  return claimAnother(bytes, claims);
}

/** Changes written claims, in place, to be about another item. */
export function claimAnother(bytes: Buffer, { momentId, feedPosition }: ServedItem): Buffer {
  writeId(bytes, momentId, momentAt);
  bytes.writeUInt16BE(feedPosition === undefined ? noPosition : Math.min(feedPosition, lastFeedPosition), positionAt);
  return bytes;
}

/** Reads what {@link writeClaims} wrote; `undefined` for bytes of another form. */
export function readClaims(bytes: Buffer): PlaybackClaims | undefined {
  if (bytes.length !== unownedBytes && bytes.length !== ownedBytes) return undefined;
  const flags = bytes.readUInt8(flagsAt);
  const owned = flags & (viewerFlag | deviceFlag);
  if ((flags & ~knownFlags) !== 0 || owned === (viewerFlag | deviceFlag)) return undefined;
  if ((owned !== 0) !== (bytes.length === ownedBytes)) return undefined;
  const position = bytes.readUInt16BE(positionAt);
  return {
    viewerId: flags & viewerFlag ? readId<'account'>(bytes, ownerAt) : undefined,
    deviceId: flags & deviceFlag ? (readUuid(bytes, ownerAt) as DeviceId) : undefined,
    momentId: readId<'moment'>(bytes, momentAt),
    feedSessionId: readId<'feedSession'>(bytes, sessionAt),
    surface: flags & followingFlag ? 'FOLLOWING' : 'FOR_YOU',
    promoted: (flags & promotedFlag) !== 0,
    feedPosition: position === noPosition ? undefined : position,
    issuedAt: new Date(bytes.readUInt32BE(issuedAtAt) * 1_000),
    expiresAt: new Date(bytes.readUInt32BE(expiresAtAt) * 1_000),
  };
}

/**
 * Whether claims are this bearer's. What was served to an account is that account's alone. What was served to a device
 * before anybody signed in there stays the device's, whoever has signed in since. Served to neither, it is good for
 * whoever has not signed in.
 */
export function isTheirs(claims: PlaybackClaims, { viewerId, deviceId, otherDeviceIds = [] }: Bearer): boolean {
  if (claims.viewerId !== undefined) return claims.viewerId === viewerId;
  if (claims.deviceId !== undefined) return claims.deviceId === deviceId || otherDeviceIds.includes(claims.deviceId);
  return viewerId === undefined;
}

const writeId = (bytes: Buffer, id: string, at: number): number => bytes.write(id.replaceAll('-', ''), at, 'hex');

const readId = <Kind extends IdKind>(bytes: Buffer, at: number): Id<Kind> => readUuid(bytes, at) as Id<Kind>;

const hexDigits = Buffer.from('0123456789abcdef');
/** Where in a UUID's text the digits of each byte stand. */
const digitPlaces = Uint8Array.of(0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34);
const uuidText = Buffer.alloc(36, '-');

// Written digit by digit and made a text at once: parts of a text joined by dashes stay nine texts that hang together, and
// every view carries three ids while it waits for the disk. Measured, a quarter of the time and of the garbage.
function readUuid(bytes: Buffer, at: number): string {
  for (let index = 0; index < 16; index += 1) {
    const byte = bytes[at + index] ?? 0;
    const place = digitPlaces[index] ?? 0;
    uuidText[place] = hexDigits[byte >> 4] ?? 0;
    uuidText[place + 1] = hexDigits[byte & 15] ?? 0;
  }
  return uuidText.toString('latin1');
}
