import { declinedCodec, MediaToolFailed, MediaToolTimedOut } from '@moments/platform';
import { MediaRefused, type RefusalReason } from '../domain/media.errors.js';

/** Traces of this machine's own troubles: another try may succeed, the file is not to blame. */
const ownTrouble = /^(bwrap|env|nice|prlimit|setpriv): |No space left on device|Read-only file system/m;

const outOfMemory = /Cannot allocate memory|Out of memory|std::bad_alloc|ENOMEM|JavaScript heap/i;

/**
 * Translates a tool's failure into the refusal of the file, where the file is to blame: what it needs is not supported,
 * it needs too much, or (`otherwise`) it is broken. Everything else comes back as it is, to be tried again.
 */
export function refusalFor(error: unknown, otherwise: RefusalReason): unknown {
  if (error instanceof MediaToolTimedOut) return new MediaRefused('too_demanding');
  if (!(error instanceof MediaToolFailed)) return error;
  const { stderrTail, exitCode, signal } = error.end;
  if (ownTrouble.test(stderrTail)) return error;
  const codec = declinedCodec(stderrTail);
  if (codec !== null) return new MediaRefused('unsupported_codec', { codec });
  // 137 and 152: killed for memory or CPU time, 153: the written file grew too large.
  const killed = signal !== null || [137, 152, 153].includes(exitCode ?? 0);
  return new MediaRefused(killed || outOfMemory.test(stderrTail) ? 'too_demanding' : otherwise);
}
