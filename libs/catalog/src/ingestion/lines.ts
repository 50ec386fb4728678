/** A line of a stream, from 1; without bytes when it was longer than the limit. */
export interface Line {
  readonly number: number;
  readonly bytes?: Buffer;
}

const newline = 0x0a;

/**
 * Cuts a stream into lines, those of each chunk together. A line longer than `lineBytes` is passed by without being
 * held. Lines of white space only count, but are left out; the last one needs no line break.
 */
export async function* linesOf(
  source: AsyncIterable<Buffer>,
  { lineBytes }: { lineBytes: number },
): AsyncGenerator<Line[], void, undefined> {
  const cutter = new Cutter(lineBytes);
  for await (const chunk of source) {
    const lines = cutter.cut(chunk);
    if (lines.length > 0) yield lines;
  }
  const last = cutter.end();
  if (last.length > 0) yield last;
}

class Cutter {
  private number = 0;
  private parts: Buffer[] = [];
  private heldBytes = 0;
  private tooLong = false;

  constructor(private readonly lineBytes: number) {}

  cut(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      this.hold(chunk.subarray(from, at));
      lines.push(...this.finish());
      from = at + 1;
    }
    if (from < chunk.length) this.hold(chunk.subarray(from));
    return lines;
  }

  end(): Line[] {
    return this.heldBytes > 0 || this.tooLong ? this.finish() : [];
  }

  private hold(part: Buffer): void {
    if (this.tooLong) return;
    if (this.heldBytes + part.length > this.lineBytes) {
      this.tooLong = true;
      this.parts = [];
      return;
    }
    this.parts.push(part);
    this.heldBytes += part.length;
  }

  private finish(): Line[] {
    this.number += 1;
    const { number, tooLong, parts } = this;
    this.parts = [];
    this.heldBytes = 0;
    this.tooLong = false;
    if (tooLong) return [{ number }];
    const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    return isBlank(bytes) ? [] : [{ number, bytes }];
  }
}

/** Space, tab, carriage return. */
const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
