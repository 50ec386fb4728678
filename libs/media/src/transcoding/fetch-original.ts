import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ObjectAddress, ObjectStorage } from '@moments/platform';
import { ChecksumMismatch } from '../uploads/uploads.errors.js';

/** The store gave another number of bytes than the upload was completed with. */
class OriginalChanged extends Error {
  constructor() {
    super('the original is not as long as it was');
    this.name = 'OriginalChanged';
  }
}

interface Original {
  address: ObjectAddress;
  sizeBytes: number;
  sha256: string | null;
}

/**
 * Brings an original onto this machine, never more bytes than were announced, and checks the announced checksum on the
 * way. `onBytes` is told how many have arrived. Throws `ChecksumMismatch`, `OriginalChanged`.
 */
export async function fetchOriginal(
  storage: ObjectStorage,
  original: Original,
  into: { file: string; signal: AbortSignal; onBytes: (arrived: number) => void },
): Promise<void> {
  const hash = createHash('sha256');
  let arrived = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      arrived += chunk.length;
      if (arrived > original.sizeBytes) {
        done(new OriginalChanged());
        return;
      }
      hash.update(chunk);
      into.onBytes(arrived);
      done(null, chunk);
    },
  });
  const source = await storage.read(original.address, into.signal);
  await pipeline(source, meter, createWriteStream(into.file), { signal: into.signal });
  if (arrived !== original.sizeBytes) throw new OriginalChanged();
  if (original.sha256 !== null && hash.digest('hex') !== original.sha256) throw new ChecksumMismatch();
}
