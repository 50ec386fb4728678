import { open } from 'node:fs/promises';
import { sniffBytes, sniffMedia, type Sniffed } from '../domain/sniff.js';

/** Recognises a file on disk by its first bytes. */
export async function sniffFile(file: string): Promise<Sniffed> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(sniffBytes), 0, sniffBytes, 0);
    return sniffMedia(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
