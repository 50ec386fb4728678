import { createHash } from 'node:crypto';

/**
 * SHA-256 (hex) of an input's content, whatever the order of its fields; fields left out and fields set to `undefined`
 * are the same. Throws a `TypeError` for what has no content of its own to compare (a Map, a function). Kept beside an idempotency key, it tells a repeated call from another call under the same key.
 */
export const inputHash = (input: unknown): string => createHash('sha256').update(canonical(input)).digest('hex');

function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (value === undefined) return 'undefined';
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'function' || typeof value === 'symbol' || value instanceof Map || value instanceof Set) {
    throw new TypeError('an input is made of plain values');
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}
