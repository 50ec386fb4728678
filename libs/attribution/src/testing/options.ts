import { randomBytes } from 'node:crypto';
import type { ClickOptions } from '../clicks/click.options.js';

/** Secrets of a test's own. */
export const testClicks = (): ClickOptions => ({ secrets: [randomBytes(32)] });
