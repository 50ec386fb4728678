import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The stream cannot be read on from here; what came before is in. */
export class StreamBroken extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'StreamBroken';
  }
}

// Even honest text may begin with a long run of one byte.
const freeBytes = 8 * 1_024 * 1_024;

/**
 * Unpacks gzip as it comes, and holds no more than a chunk. Throws {@link StreamBroken} for what is not gzip, ends too
 * early, or unpacks to more than `gzipRatio` times its size; the source is left open then, for an answer to be given.
 */
export async function* gunzip(
  source: Readable,
  { gzipRatio }: { gzipRatio: number },
): AsyncGenerator<Buffer, void, undefined> {
  const unzip = createGunzip();
  let cut: Error | undefined;
  const broken = (error: Error) => {
    cut = error;
    unzip.destroy(error);
  };
  const early = () => {
    if (!source.readableEnded) broken(new Error('the sender has gone'));
  };
  source.once('error', broken).once('close', early);
  let unpackedBytes = 0;
  try {
    for await (const chunk of source.pipe(unzip) as AsyncIterable<Buffer>) {
      unpackedBytes += chunk.length;
      if (unpackedBytes > freeBytes && unpackedBytes > gzipRatio * unzip.bytesWritten) {
        throw new StreamBroken(`the gzip unpacks to more than ${gzipRatio} times its size`);
      }
      yield chunk;
    }
  } catch (error) {
    if (cut ?? error instanceof StreamBroken) throw error;
    throw new StreamBroken('the gzip is broken or ends too early');
  } finally {
    source.off('error', broken).off('close', early);
    source.unpipe(unzip).resume();
  }
}
