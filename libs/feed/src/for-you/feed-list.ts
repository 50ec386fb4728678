import type { Candidate } from '../domain/interleave.js';
import type { Stretch } from '../domain/take-page.js';
import type { ListChunk } from './list-chunk.js';

/** Gives a list's n-th chunk; makes it when it is missing and `make` allows that. */
export type ChunkSource = (
  index: number,
  previous: readonly ListChunk[],
  make: boolean,
) => Promise<ListChunk | undefined>;

/**
 * The order that sessions go through: the ranked candidates, then everything older, newest first. The same for all
 * viewers who began with it; it never changes, it is only read further. So positions in it are stable cursors.
 */
export class FeedList {
  private readonly chunks: ListChunk[];
  private readonly candidates: Candidate[];
  private extending?: Promise<unknown>;

  constructor(
    readonly id: string,
    first: ListChunk,
    private readonly source: ChunkSource,
    private readonly grown: (list: FeedList) => void = () => undefined,
  ) {
    this.chunks = [first];
    this.candidates = [...first.candidates];
  }

  /** How many candidates are read already. */
  get length(): number {
    return this.candidates.length;
  }

  /** What stands at a position that a {@link stretch} has reached. */
  at(position: number): Candidate {
    const candidate = this.candidates[position];
    if (!candidate) throw new RangeError(`the list has no position ${position} yet`);
    return candidate;
  }

  /** At least `length` candidates from a position on, unless the list ends; `undefined` when no session can be there. */
  async stretch(from: number, length: number): Promise<Stretch | undefined> {
    while (this.candidates.length < from + length && this.goesOn) {
      // Nobody jumps: whoever stands beyond the next chunk was never given that position.
      const make = this.candidates.length >= from;
      const grown = await this.extend(make);
      if (!grown && !make) return undefined;
    }
    if (from > this.candidates.length) return undefined;
    const candidates = this.candidates.slice(from, from + length);
    return { candidates, ends: !this.goesOn && from + length >= this.candidates.length };
  }

  private get goesOn(): boolean {
    return this.chunks.at(-1)?.older !== undefined;
  }

  /** Reads the next chunk, once for all who wait for it; false when there was none and whoever asked might not make it. */
  private async extend(make: boolean): Promise<boolean> {
    const length = this.chunks.length;
    this.extending ??= this.source(length, this.chunks, make)
      .then((chunk) => {
        if (!chunk) return;
        this.chunks.push(chunk);
        this.candidates.push(...chunk.candidates);
        this.grown(this);
      })
      .finally(() => (this.extending = undefined));
    await this.extending;
    return this.chunks.length > length;
  }
}
