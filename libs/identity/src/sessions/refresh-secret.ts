import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;
const ivBytes = 12;
const tagBytes = 16;

/** A fresh refresh token: 256 random bits. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');

/** True for anything that could be one of our refresh tokens. */
export const looksLikeRefreshToken = (text: string): boolean => tokenPattern.test(text);

/** What is stored of a token. Plain SHA-256 is enough for 256 random bits: there is nothing to guess. */
export const refreshTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Writes the successor so that it can be read only with its predecessor in hand (AES-256-GCM under a key made of it). */
export function sealSuccessor(predecessor: string, successor: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(predecessor), iv);
  const sealed = Buffer.concat([cipher.update(successor, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Reads what {@link sealSuccessor} wrote; throws when it was written for another token. */
export function openSuccessor(predecessor: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(predecessor), sealed.subarray(0, ivBytes));
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  return decipher.update(sealed.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
}

const sealingKey = (token: string): Buffer =>
  Buffer.from(hkdfSync('sha256', token, '', 'moments refresh token successor', 32));
