import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

// Of most streams nothing is refused, or little.
const heldBytes = 256 * 1024;
const pieceBytes = 64 * 1024;

/**
 * Keeps the lines of an answer until the whole request has been read: many senders do not read while they send, and both
 * sides would wait for each other. What is more than fits in memory goes to a file that has no name any more.
 */
export class AnswerSpool {
  private held: string[] = [];
  private size = 0;
  private file: FileHandle | undefined;

  async write(line: object): Promise<void> {
    const text = `${JSON.stringify(line)}\n`;
    this.held.push(text);
    this.size += text.length;
    if (this.size >= heldBytes) await this.moveToFile();
  }

  /** Everything written, in order, once; the spool is closed by reading it to its end or by destroying the stream. */
  read(): Readable {
    return Readable.from(this.pieces(), { objectMode: false });
  }

  /** For a spool that nobody will read. */
  async discard(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    this.held = [];
    await file?.close();
  }

  private async *pieces(): AsyncGenerator<Buffer> {
    try {
      if (this.file) {
        const piece = Buffer.alloc(pieceBytes);
        for (let position = 0; ;) {
          const { bytesRead } = await this.file.read(piece, 0, pieceBytes, position);
          if (bytesRead === 0) break;
          position += bytesRead;
          yield Buffer.from(piece.subarray(0, bytesRead));
        }
      }
      yield Buffer.from(this.held.join(''));
    } finally {
      await this.discard();
    }
  }

  private async moveToFile(): Promise<void> {
    const text = this.held.join('');
    this.held = [];
    this.size = 0;
    this.file ??= await openNameless();
    await this.file.appendFile(text);
  }
}

/** Gone when it is closed, or when the process is. */
async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'moments-answer-'));
  try {
    return await open(join(folder, 'answer.ndjson'), 'a+', 0o600);
  } finally {
    await rm(folder, { recursive: true });
  }
}
