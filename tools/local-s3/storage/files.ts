import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

/** Whether the error is "no such file or directory". */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * Writes a small file so that a reader, or a start after a kill, sees the old or the new one, never a half.
 * Synchronous, since a few hundred bytes into the page cache cost less than the way to a thread and back (a part of an
 * upload took 4 ms less). There is no fsync: after a power failure the last seconds may be gone, which is fine for a local store.
 */
export function writeJson(temporaryFolder: string, path: string, value: unknown): void {
  const temporary = join(temporaryFolder, randomUUID());
  try {
    writeFileSync(temporary, JSON.stringify(value));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Reads a record; undefined when the file is absent or not whole. */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
