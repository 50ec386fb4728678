import { createHash } from 'node:crypto';
import { S3Error } from './errors.js';
import { type ChunkSigner, sameSecret, sha256Hex } from './signature.js';

const maxLineBytes = 1024;
const maxTrailerLines = 8;
/** AWS refuses smaller chunks anywhere but at the end. */
const minChunkBytes = 8192;

/** Reads lines and runs of bytes from a stream, holding no more than one piece of it. */
class PieceReader {
  private readonly pieces: AsyncIterator<Buffer>;
  private piece: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.pieces = source[Symbol.asyncIterator]();
  }

  private async more(): Promise<boolean> {
    const next = await this.pieces.next();
    if (next.done) return false;
    this.piece = next.value;
    return true;
  }

  /** Up to `limit` bytes, at least one; the end of the stream is IncompleteBody. */
  async take(limit: number): Promise<Buffer> {
    while (this.piece.length === 0) if (!(await this.more())) throw new S3Error('IncompleteBody');
    const taken = this.piece.subarray(0, limit);
    this.piece = this.piece.subarray(taken.length);
    return taken;
  }

  /** A line without its end (CRLF, or LF as some signers of trailers write it). */
  async line(): Promise<string> {
    const found: Buffer[] = [];
    let lengthBytes = 0;
    for (;;) {
      while (this.piece.length === 0) if (!(await this.more())) throw new S3Error('IncompleteBody');
      const end = this.piece.indexOf(0x0a);
      const taken = await this.take(end === -1 ? this.piece.length : end + 1);
      found.push(taken);
      lengthBytes += taken.length;
      if (lengthBytes > maxLineBytes) throw new S3Error('InvalidRequest', 'A chunk header is too long.');
      if (end !== -1)
        return Buffer.concat(found)
          .toString('latin1')
          .replace(/\r?\n$/, '');
    }
  }

  async expectEnd(): Promise<void> {
    if (this.piece.length > 0 || (await this.more()))
      throw new S3Error('IncompleteBody', 'Bytes follow the last chunk.');
  }
}

export interface ChunkedBody {
  signer: ChunkSigner | undefined;
  trailer: boolean;
  /** Called with the trailing headers, names in lower case, once all is read and their signature held. */
  onTrailer(headers: Map<string, string>): void;
}

/**
 * The bytes inside an aws-chunked stream. They are handed on before their chunk's signature is known to hold:
 * whoever stores them must keep them apart until the end. Throws IncompleteBody, SignatureDoesNotMatch, InvalidChunkSizeError.
 */
export async function* decodeChunks(source: AsyncIterable<Buffer>, body: ChunkedBody): AsyncGenerator<Buffer> {
  const reader = new PieceReader(source);
  let previousBytes = minChunkBytes;
  for (;;) {
    const { sizeBytes, signature } = readChunkHeader(await reader.line(), body.signer !== undefined);
    if (sizeBytes > 0 && previousBytes < minChunkBytes) throw new S3Error('InvalidChunkSizeError');
    previousBytes = sizeBytes;
    const hash = body.signer && createHash('sha256');
    for (let left = sizeBytes; left > 0;) {
      const piece = await reader.take(left);
      left -= piece.length;
      hash?.update(piece);
      yield piece;
    }
    if (hash) expectSignature(body.signer?.nextChunk(hash.digest('hex')), signature);
    if (sizeBytes === 0) break;
    if ((await reader.line()) !== '') throw new S3Error('IncompleteBody', 'A chunk is longer than it says.');
  }
  if (body.trailer) body.onTrailer(await readTrailer(reader, body.signer));
  else if ((await reader.line()) !== '') throw new S3Error('IncompleteBody');
  await reader.expectEnd();
}

function readChunkHeader(line: string, signed: boolean): { sizeBytes: number; signature: string } {
  const [, size, signature] = /^([0-9a-f]{1,10})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line) ?? [];
  if (!size) throw new S3Error('InvalidRequest', 'A chunk header is malformed.');
  if (signed !== (signature !== undefined))
    throw new S3Error('SignatureDoesNotMatch', 'A chunk is not signed as announced.');
  return { sizeBytes: parseInt(size, 16), signature: signature ?? '' };
}

function expectSignature(expected: string | undefined, actual: string): void {
  if (expected === undefined || !sameSecret(expected, actual)) throw new S3Error('SignatureDoesNotMatch');
}

async function readTrailer(reader: PieceReader, signer: ChunkSigner | undefined): Promise<Map<string, string>> {
  const headers = new Map<string, string>();
  let signature = '';
  for (;;) {
    const line = await reader.line();
    if (line === '') break;
    const [, name, value] = /^([A-Za-z0-9-]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (!name || value === undefined || headers.size >= maxTrailerLines) throw new S3Error('MalformedTrailerError');
    if (name.toLowerCase() === 'x-amz-trailer-signature') signature = value;
    else headers.set(name.toLowerCase(), value);
  }
  if (signer) {
    const lines = [...headers].map(([name, value]) => `${name}:${value}\n`).join('');
    expectSignature(signer.trailer(sha256Hex(Buffer.from(lines, 'latin1'))), signature);
  }
  return headers;
}
