const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** Orders keys as S3 lists them, by their UTF-8 bytes; JavaScript alone would order by UTF-16 units. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left === right) continue;
    // Surrogates stand for characters above U+FFFF, so they come after every other unit.
    if (isSurrogate(left) !== isSurrogate(right)) return isSurrogate(left) ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}

/** Values by key, in the order of the keys. */
export class SortedMap<Value> {
  private readonly values = new Map<string, Value>();
  private readonly keys: string[];

  constructor(entries: [key: string, value: Value][] = []) {
    for (const [key, value] of entries) this.values.set(key, value);
    this.keys = [...this.values.keys()].sort(compareKeys);
  }

  get size(): number {
    return this.values.size;
  }

  get(key: string): Value | undefined {
    return this.values.get(key);
  }

  set(key: string, value: Value): void {
    if (!this.values.has(key)) this.keys.splice(this.firstAtOrAfter(key), 0, key);
    this.values.set(key, value);
  }

  delete(key: string): void {
    if (this.values.delete(key)) this.keys.splice(this.firstAtOrAfter(key), 1);
  }

  /** The entry at a position, counted from 0. */
  at(position: number): [key: string, value: Value] | undefined {
    const key = this.keys[position];
    const value = key === undefined ? undefined : this.values.get(key);
    return key === undefined || value === undefined ? undefined : [key, value];
  }

  /** The position of the first key ≥ the given one. */
  firstAtOrAfter(key: string): number {
    return this.search((each) => compareKeys(each, key) < 0);
  }

  /** The position of the first key > the given one. */
  firstAfter(key: string): number {
    return this.search((each) => compareKeys(each, key) <= 0);
  }

  /** The position of the first key behind all those with the prefix. */
  firstBehindPrefix(prefix: string): number {
    return this.search((each) => compareKeys(each, prefix) < 0 || each.startsWith(prefix));
  }

  private search(isBefore: (key: string) => boolean): number {
    let [low, high] = [0, this.keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.keys[middle] ?? '')) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
