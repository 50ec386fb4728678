import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const file = z.record(z.string(), z.string());

/** The documents of our own apps, by the SHA-256 of their text. */
export type RegisteredDocuments = ReadonlyMap<string, string>;

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads `{ "<sha256>": "<document>" }`; throws, naming the entry, when a hash is not that of its document. */
export function readRegisteredDocuments(path: string): RegisteredDocuments {
  const documents = new Map(Object.entries(file.parse(JSON.parse(readFileSync(path, 'utf8')))));
  for (const [hash, text] of documents) {
    if (hashOf(text) !== hash) throw new Error(`${path}: ${hash} is not the SHA-256 of its document`);
  }
  return documents;
}
