import { S3Error } from './errors.js';

/** Half open: `endBytes` is the first byte that does not belong to it. */
export interface ByteRange {
  startBytes: number;
  endBytes: number;
}

/**
 * Reads a Range header against an object of that size. Undefined means the whole: a header that is malformed or lists
 * several ranges is passed over, as S3 does. Throws InvalidRange when no byte of the object is in it.
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const unsatisfiable = new S3Error('InvalidRange', undefined, { ActualObjectSize: String(sizeBytes) });
  if (first === '') {
    const suffixBytes = Math.min(Number(last), sizeBytes);
    if (suffixBytes === 0) throw unsatisfiable;
    return { startBytes: sizeBytes - suffixBytes, endBytes: sizeBytes };
  }
  const startBytes = Number(first);
  if (last !== '' && Number(last) < startBytes) return undefined;
  if (startBytes >= sizeBytes) throw unsatisfiable;
  return { startBytes, endBytes: last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes) };
}

/** Reads x-amz-copy-source-range: both ends must be given and lie inside the source, else InvalidArgument. */
export function parseCopyRange(header: string, sizeBytes: number): ByteRange {
  const [, first, last] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header) ?? [];
  if (first === undefined || last === undefined || Number(last) < Number(first)) {
    throw new S3Error('InvalidArgument', 'The x-amz-copy-source-range value must be of the form bytes=first-last.');
  }
  if (Number(last) >= sizeBytes)
    throw new S3Error('InvalidArgument', `Range specified is not valid for source object of size: ${sizeBytes}`);
  return { startBytes: Number(first), endBytes: Number(last) + 1 };
}
