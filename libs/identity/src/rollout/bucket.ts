import type { AccountId } from '@moments/kernel';
import { createHash } from 'node:crypto';
import type { Feature } from '../domain/rollout.js';

/** An account's place among 100 for a feature: always the same, and independent between features. */
export const bucketOf = (feature: Feature, accountId: AccountId): number =>
  createHash('sha256').update(`${feature}:${accountId}`).digest().readUInt32BE(0) % 100;
