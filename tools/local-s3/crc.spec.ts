import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { combineCrc, createCrc, type CrcName } from './crc.js';

const names: CrcName[] = ['crc32', 'crc32c', 'crc64nvme'];

const crcOf = (name: CrcName, ...pieces: Buffer[]): Buffer => {
  const crc = createCrc(name);
  for (const piece of pieces) crc.update(piece);
  return crc.digest();
};

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

describe('a CRC', () => {
  // The check values of the catalogue of parametrised CRC algorithms.
  it.each([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
  ] as const)('%s of 123456789 is %s', (name, expected) => {
    expect(crcOf(name, Buffer.from('123456789')).toString('hex')).toBe(expected);
  });

  it.each(names)('does not depend on how the bytes are cut: %s', (name) => {
    fc.assert(fc.property(bytes, bytes, (a, b) => crcOf(name, a, b).equals(crcOf(name, Buffer.concat([a, b])))));
  });

  it.each(names)('of two pieces joined follows from those of the pieces: %s', (name) => {
    const joined = (a: Buffer, b: Buffer): Buffer => combineCrc(name, crcOf(name, a), crcOf(name, b), b.length);
    fc.assert(fc.property(bytes, bytes, (a, b) => joined(a, b).equals(crcOf(name, Buffer.concat([a, b])))));
  });
});
