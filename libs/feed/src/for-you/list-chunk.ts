import type { AccountId, MomentId } from '@moments/kernel';
import { z } from 'zod';
import type { PublicationPosition } from '../domain/feed-cursor.js';
import type { Candidate } from '../domain/interleave.js';
import type { Regions } from './candidates.store.js';

/** A piece of a list as it is kept: it never changes once it has been written. */
export interface ListChunk {
  candidates: readonly Candidate[];
  regions: Regions;
  /** Where the older moments begin that come after it; nothing when there are none. */
  older?: PublicationPosition;
}

const idBytes = 16;

const stored = z.object({
  candidates: z.base64(),
  regions: z.array(z.string()).optional(),
  older: z.object({ atMicros: z.string(), id: z.string() }).optional(),
});

/** 43 characters for each candidate: its two ids as bytes, in base64. */
export function writeChunk({ candidates, regions, older }: ListChunk): string {
  const bytes = Buffer.allocUnsafe(candidates.length * 2 * idBytes);
  candidates.forEach(({ momentId, authorId }, index) => {
    bytes.write((momentId + authorId).replaceAll('-', ''), index * 2 * idBytes, 'hex');
  });
  return JSON.stringify({ candidates: bytes.toString('base64'), regions, older });
}

/** Reads what {@link writeChunk} wrote. */
export function readChunk(text: string): ListChunk {
  const { candidates, regions, older } = stored.parse(JSON.parse(text));
  const bytes = Buffer.from(candidates, 'base64');
  return {
    candidates: Array.from({ length: bytes.length / (2 * idBytes) }, (_, index) => ({
      momentId: uuidAt(bytes, index * 2 * idBytes) as MomentId,
      authorId: uuidAt(bytes, index * 2 * idBytes + idBytes) as AccountId,
    })),
    regions,
    older,
  };
}

function uuidAt(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + idBytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
