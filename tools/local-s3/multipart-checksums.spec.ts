import type { ChecksumAlgorithm, CompletedPart } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createDigest } from './checksums.js';
import { codeOf, openWorld, type World } from './testing.js';
import { beginUpload } from './testing-uploads.js';

let world: World;
let keys = 0;
const full = randomBytes(5 * 1024 * 1024);
const short = Buffer.from('the end');

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('checksums of an upload', () => {
  const checksumOf = (name: 'crc32' | 'crc32c' | 'crc64nvme' | 'sha1' | 'sha256', data: Buffer): Buffer => {
    const digest = createDigest(name);
    digest.update(data);
    return digest.digest();
  };

  it.each([
    ['crc32', 'ChecksumCRC32', 'FULL_OBJECT'],
    ['crc32c', 'ChecksumCRC32C', 'FULL_OBJECT'],
    ['crc64nvme', 'ChecksumCRC64NVME', 'FULL_OBJECT'],
    ['crc32', 'ChecksumCRC32', 'COMPOSITE'],
    ['sha256', 'ChecksumSHA256', 'COMPOSITE'],
  ] as const)('are joined from those of the parts: %s as %s, %s', async (name, element, ChecksumType) => {
    const upload = await beginUpload(world, `upload-${(keys += 1)}`, {
      ChecksumAlgorithm: name.toUpperCase() as ChecksumAlgorithm,
      ChecksumType,
    });
    const bodies = [full, short];
    const parts: CompletedPart[] = [];
    for (const [index, body] of bodies.entries()) {
      const value = checksumOf(name, body).toString('base64');
      const { ETag } = await upload.put(index + 1, body, { [element]: value });
      parts.push({ PartNumber: index + 1, ETag, [element]: value });
    }
    const done = await upload.complete(parts);
    const whole = checksumOf(name, Buffer.concat(bodies)).toString('base64');
    const composite = `${checksumOf(name, Buffer.concat(bodies.map((body) => checksumOf(name, body)))).toString('base64')}-2`;
    expect(done[element]).toBe(ChecksumType === 'COMPOSITE' ? composite : whole);
  });

  it('must agree: a part without it, a wrong one at the end, a wrong whole are refused', async () => {
    const upload = await beginUpload(world, `upload-${(keys += 1)}`, { ChecksumAlgorithm: 'SHA256' });
    const ChecksumSHA256 = checksumOf('sha256', short).toString('base64');
    const other = checksumOf('sha256', full).toString('base64');
    expect(await codeOf(upload.put(1, short))).toBe('InvalidRequest');
    expect(await codeOf(upload.put(1, short, { ChecksumSHA256: other }))).toBe('BadDigest');
    const { ETag } = await upload.put(1, short, { ChecksumSHA256 });
    expect(await codeOf(upload.complete([{ PartNumber: 1, ETag, ChecksumSHA256: other }]))).toBe('InvalidPart');
    expect(await codeOf(upload.complete([{ PartNumber: 1, ETag }], { ChecksumSHA256: other }))).toBe('BadDigest');
    expect(await codeOf(upload.complete([{ PartNumber: 1, ETag }], { MpuObjectSize: 1 }))).toBe('InvalidRequest');
    expect(
      await codeOf(upload.complete([{ PartNumber: 1, ETag, ChecksumSHA256 }], { MpuObjectSize: short.length })),
    ).toBe('no error');
  });
});
