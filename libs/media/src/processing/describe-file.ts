import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ProcessedFile } from './processed.js';

const contentTypes: Readonly<Record<string, string>> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mp4': 'video/mp4',
  '.webp': 'image/webp',
};

/** Name, type and size of a file that was made. */
export async function describeFile(folder: string, fileName: string): Promise<ProcessedFile> {
  const { size: sizeBytes } = await stat(join(folder, fileName));
  const isAudio = fileName === 'audio.mp4';
  const contentType = isAudio ? 'audio/mp4' : contentTypes[extname(fileName)];
  if (contentType === undefined) throw new Error(`no content type is known for ${fileName}`);
  return { fileName, contentType, sizeBytes };
}
