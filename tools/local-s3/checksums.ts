import { createHash } from 'node:crypto';
import { z } from 'zod';
import { combineCrc, createCrc, type CrcName } from './crc.js';
import { S3Error } from './errors.js';

const digestBytes = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 } as const;

export type ChecksumAlgorithm = keyof typeof digestBytes;

export const checksumAlgorithms: ChecksumAlgorithm[] = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'];

export const checksumAlgorithmSchema = z.enum(['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256']);

/** `value` is base64; that of a COMPOSITE checksum ends in `-<number of parts>`. */
export const checksumSchema = z.object({
  algorithm: checksumAlgorithmSchema,
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
  value: z.string(),
});
export type Checksum = z.infer<typeof checksumSchema>;

const isCrc = (algorithm: ChecksumAlgorithm): algorithm is CrcName => algorithm.startsWith('crc');

/** What both the CRCs and node:crypto's hashes can do. */
export interface RunningDigest {
  update(data: Buffer): unknown;
  digest(): Buffer;
}

export const createDigest = (algorithm: ChecksumAlgorithm | 'md5'): RunningDigest =>
  algorithm !== 'md5' && isCrc(algorithm) ? createCrc(algorithm) : createHash(algorithm);

export const headerOf = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm}`;

/** The name of the XML element: ChecksumCRC32, ChecksumSHA256 … */
export const elementOf = (algorithm: ChecksumAlgorithm): string => `Checksum${algorithm.toUpperCase()}`;

/** An algorithm as clients write it (`CRC32C`); another is InvalidRequest. */
export function parseAlgorithm(name: string): ChecksumAlgorithm {
  const found = checksumAlgorithms.find((algorithm) => algorithm === name.toLowerCase());
  if (!found) throw new S3Error('InvalidRequest', 'The checksum algorithm is not known.');
  return found;
}

/** The bytes of a base64 digest that must have exactly `sizeBytes`; undefined when it is anything else. */
export function decodeDigest(value: string, sizeBytes: number): Buffer | undefined {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === sizeBytes && bytes.toString('base64') === value ? bytes : undefined;
}

export function decodeChecksum(algorithm: ChecksumAlgorithm, value: string): Buffer {
  const bytes = decodeDigest(value, digestBytes[algorithm]);
  if (!bytes) throw new S3Error('InvalidRequest', `Value for ${headerOf(algorithm)} header is invalid.`);
  return bytes;
}

/** The kind of checksum an upload in parts ends with: CRC-64 is always over the whole, hashes never. */
export function resolveType(algorithm: ChecksumAlgorithm, asked: string | undefined): Checksum['type'] {
  const type = asked ?? (algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE');
  if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE')
    throw new S3Error('InvalidRequest', 'The checksum type is not known.');
  if (type === 'FULL_OBJECT' ? !isCrc(algorithm) : algorithm === 'crc64nvme') {
    throw new S3Error('InvalidRequest', `The ${type} checksum type cannot be used with ${algorithm}.`);
  }
  return type;
}

/** The checksum of an object from those of its parts, without reading the parts again. */
export function joinChecksums(
  algorithm: ChecksumAlgorithm,
  type: Checksum['type'],
  parts: { value: string; sizeBytes: number }[],
): Checksum {
  const digests: Buffer[] = parts.map((part) => Buffer.from(part.value, 'base64'));
  if (type === 'COMPOSITE' || !isCrc(algorithm)) {
    const whole = createDigest(algorithm);
    whole.update(Buffer.concat(digests));
    return { algorithm, type: 'COMPOSITE', value: `${whole.digest().toString('base64')}-${parts.length}` };
  }
  const whole = digests.reduce((sum, digest, index) =>
    combineCrc(algorithm, sum, digest, parts[index]?.sizeBytes ?? 0),
  );
  return { algorithm, type, value: whole.toString('base64') };
}
