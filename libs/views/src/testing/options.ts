import { randomBytes } from 'node:crypto';
import type { PlaybackOptions } from '../playback.options.js';

/** Secrets of a test's own. */
export const testPlayback = (): PlaybackOptions => ({
  secrets: [randomBytes(32)],
  fingerprintSecret: randomBytes(32),
});
