import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const keyIdBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;

/** Which key has sealed: the first bytes of what is sealed, so that rows of another key are found by SQL. */
export const keyIdOf = (key: Buffer): Buffer => createHash('sha256').update(key).digest().subarray(0, keyIdBytes);

/** What is sealed, and whose it is: sealed for another owner it does not open. */
export interface Sealed {
  readonly content: Buffer;
  readonly owner: string;
}

/** Seals with AES-256-GCM: the key's id, the nonce, the tag, the ciphertext. */
export function seal({ content, owner }: Sealed, key: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(owner));
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([keyIdOf(key), nonce, cipher.getAuthTag(), ciphertext]);
}

/** Opens what one of the keys has sealed; throws when none has, when it was altered, or for another owner. */
export function unseal({ content, owner }: Sealed, keys: readonly Buffer[]): Buffer {
  const key = keys.find((candidate) => keyIdOf(candidate).equals(content.subarray(0, keyIdBytes)));
  if (!key) throw new Error('sealed with a key that is not configured');
  const tagAt = keyIdBytes + nonceBytes;
  const decipher = createDecipheriv(algorithm, key, content.subarray(keyIdBytes, tagAt), { authTagLength: tagBytes })
    .setAAD(Buffer.from(owner))
    .setAuthTag(content.subarray(tagAt, tagAt + tagBytes));
  return Buffer.concat([decipher.update(content.subarray(tagAt + tagBytes)), decipher.final()]);
}
