// 2²⁰ places of 8 bytes: 8 MB for a stream, however long it is.
const places = 1_048_576;

/**
 * Remembers on which line an id stood, in memory that does not grow: of some million ids, those that share a place push
 * each other out, and are then taken for new. Two ids are never taken for one in practice (52 bits tell them apart).
 */
export class SeenIds {
  private readonly marks = new Uint32Array(places);
  private readonly lines = new Uint32Array(places);

  /** The line on which this id was before, if it is still remembered; remembers the new one. */
  see(id: string, line: number): number | undefined {
    const [place, mark] = hashes(id);
    const before = this.marks[place] === mark ? this.lines[place] : undefined;
    this.marks[place] = mark;
    this.lines[place] = line;
    return before;
  }
}

/** FNV-1a twice, from two starting points and with their bits mixed (the finalizer of MurmurHash3). */
function hashes(id: string): [place: number, mark: number] {
  let one = 0x811c9dc5;
  let other = 0x9747b28c;
  for (let at = 0; at < id.length; at += 1) {
    const unit = id.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ unit, 0x01000193) ^ (other >>> 15);
  }
  // 0 marks an empty place.
  return [mixed(one) % places, mixed(other) || 1];
}

function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
