import { randomUUID } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, write, writev } from 'node:fs';
import { link, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BodySink } from '../body.js';
import type { Segment } from './records.js';

const batchBytes = 1024 * 1024;
const readBytes = 256 * 1024;
const writeBuffers = promisify(writev);
const writeBuffer = promisify(write);

/** The bytes of the objects: files that are written once, under a name of their own, and then only read. */
export class Blobs {
  private readonly readers = new Map<string, number>();
  private readonly doomed = new Set<string>();

  constructor(private readonly temporaryFolder: string) {}

  /** A file in the temporary folder, to be kept or dropped by whoever asked for it. */
  create(): BlobWriter {
    const file = randomUUID();
    const path = join(this.temporaryFolder, file);
    return new BlobWriter(file, path, openSync(path, 'wx'));
  }

  /** Moves what was written to its place; from now on it is a segment. */
  keep(writer: BlobWriter, folder: string): Segment {
    renameSync(writer.path, join(folder, writer.file));
    return { file: writer.file, sizeBytes: writer.sizeBytes };
  }

  /** Deletes segments; one that is being read goes when the last reader is done. */
  async discard(folder: string, segments: Segment[]): Promise<void> {
    for (const { file } of segments) {
      const path = join(folder, file);
      if (this.readers.has(path)) this.doomed.add(path);
      else await rm(path, { force: true });
    }
  }

  /** The bytes from `startBytes` up to, not including, `endBytes` of the segments in sequence. */
  read(folder: string, segments: Segment[], range: { startBytes: number; endBytes: number }): AsyncIterable<Buffer> {
    const wanted: { path: string; fromBytes: number; toBytes: number }[] = [];
    let offset = 0;
    for (const { file, sizeBytes } of segments) {
      const fromBytes = Math.max(range.startBytes - offset, 0);
      const toBytes = Math.min(range.endBytes - offset, sizeBytes);
      if (fromBytes < toBytes) wanted.push({ path: join(folder, file), fromBytes, toBytes });
      offset += sizeBytes;
    }
    // Held before the first await, so that an overwrite meanwhile can't take the files away. Whoever calls must iterate.
    for (const { path } of wanted) this.hold(path);
    return this.pieces(wanted);
  }

  /** The same bytes once more: hard links, since segments never change. */
  async copy(fromFolder: string, segments: Segment[], toFolder: string): Promise<Segment[]> {
    const copies = segments.map((segment) => ({ ...segment, file: randomUUID() }));
    const paths = segments.map((segment) => join(fromFolder, segment.file));
    for (const path of paths) this.hold(path);
    try {
      for (const [index, path] of paths.entries()) await link(path, join(toFolder, copies[index]?.file ?? ''));
      return copies;
    } catch (error) {
      await this.discard(toFolder, copies);
      throw error;
    } finally {
      for (const path of paths) await this.release(path);
    }
  }

  private hold(path: string): void {
    this.readers.set(path, (this.readers.get(path) ?? 0) + 1);
  }

  private async *pieces(wanted: { path: string; fromBytes: number; toBytes: number }[]): AsyncGenerator<Buffer> {
    try {
      for (const { path, fromBytes, toBytes } of wanted) yield* readFile(path, fromBytes, toBytes);
    } finally {
      for (const { path } of wanted) await this.release(path);
    }
  }

  private async release(path: string): Promise<void> {
    const left = (this.readers.get(path) ?? 1) - 1;
    if (left > 0) this.readers.set(path, left);
    else this.readers.delete(path);
    if (left === 0 && this.doomed.delete(path)) await rm(path, { force: true });
  }

  /** Deletes the files of a folder that nothing refers to: what a kill between two steps left. */
  async removeOrphans(folder: string, referenced: Set<string>): Promise<void> {
    for (const file of await readdir(folder)) if (!referenced.has(file)) await rm(join(folder, file), { force: true });
  }
}

async function* readFile(path: string, fromBytes: number, toBytes: number): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r');
  try {
    for (let position = fromBytes; position < toBytes;) {
      const buffer = Buffer.allocUnsafe(Math.min(readBytes, toBytes - position));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) throw new Error(`${path} is shorter than its record says`);
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/**
 * Gathers pieces and writes a batch while the next one arrives: two batches in memory at most. Bytes are written by
 * another thread; opening, closing and renaming happen on this one, which costs less than handing them over.
 */
export class BlobWriter implements BodySink {
  sizeBytes = 0;
  private batch: Buffer[] = [];
  private gatheredBytes = 0;
  private writing: Promise<void> = Promise.resolve();
  private isOpen = true;

  constructor(
    readonly file: string,
    readonly path: string,
    private readonly descriptor: number,
  ) {}

  async write(piece: Buffer): Promise<void> {
    this.batch.push(piece);
    this.gatheredBytes += piece.length;
    this.sizeBytes += piece.length;
    if (this.gatheredBytes >= batchBytes) await this.flush();
  }

  private async flush(): Promise<void> {
    await this.writing;
    const { batch } = this;
    [this.batch, this.gatheredBytes] = [[], 0];
    if (batch.length === 0) return;
    this.writing = this.writeAll(batch);
    // Awaited at the next flush; until then a failure must not count as unhandled.
    this.writing.catch(() => undefined);
  }

  private async writeAll(batch: Buffer[]): Promise<void> {
    const { bytesWritten } = await writeBuffers(this.descriptor, batch);
    const expectedBytes = batch.reduce((sum, piece) => sum + piece.length, 0);
    if (bytesWritten === expectedBytes) return;
    // A short write is legal: the rest goes after it.
    let rest = Buffer.concat(batch).subarray(bytesWritten);
    while (rest.length > 0) rest = rest.subarray((await writeBuffer(this.descriptor, rest)).bytesWritten);
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.writing;
    this.close();
  }

  private close(): void {
    if (this.isOpen) closeSync(this.descriptor);
    this.isOpen = false;
  }

  /** Closes and removes; harmless after `finish` and when the file was kept. */
  async drop(): Promise<void> {
    await this.writing.catch(() => undefined);
    this.close();
    rmSync(this.path, { force: true });
  }
}
