import { Inject, Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { keyIdOf, seal, type Sealed, unseal } from './seal.js';

export interface SealingOptions {
  /** 32 bytes each. The first seals; what any of them has sealed is opened. */
  readonly sealKeys: readonly [Buffer, ...Buffer[]];
}

/** Injects the {@link SealingOptions}. */
export const SEALING_OPTIONS = Symbol('SEALING_OPTIONS');

const key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine(({ length }) => length === 32, 'must be 32 bytes in base64 (openssl rand -base64 32)');

/**
 * Variables about what is kept sealed; an app spreads them into its schema.
 *
 * To change the key without a gap: add the new one to PREVIOUS_SEAL_KEYS everywhere (it is read), then swap the two (it
 * seals), write anew what the old one has sealed (`cli seals renew`), then take it out.
 */
export const sealingEnvironment = {
  SEAL_KEY: key,
  PREVIOUS_SEAL_KEYS: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(key))
    .optional(),
};

export const sealingOptionsFrom = (environment: z.output<z.ZodObject<typeof sealingEnvironment>>): SealingOptions => ({
  sealKeys: [environment.SEAL_KEY, ...(environment.PREVIOUS_SEAL_KEYS ?? [])],
});

/** Seals what the database may hold but whoever reads it there must not understand: secrets, account numbers. */
@Injectable()
export class Sealing {
  constructor(@Inject(SEALING_OPTIONS) private readonly options: SealingOptions) {}

  /** For its owner's id: elsewhere it does not open. */
  seal(sealed: Sealed): Buffer {
    return seal(sealed, this.options.sealKeys[0]);
  }

  /** Throws when no configured key has sealed it, when it was altered, or for another owner. */
  open(sealed: Sealed): Buffer {
    return unseal(sealed, this.options.sealKeys);
  }

  /** Keys by their ids, the first being the one that seals. */
  keyIds(): [Buffer, ...Buffer[]] {
    const [first, ...others] = this.options.sealKeys;
    return [keyIdOf(first), ...others.map(keyIdOf)];
  }

  /**
   * Tells equal content without telling it: a keyed hash (HMAC-SHA-256) by each key, the first being the one to keep. Another
   * `purpose` gives another one.
   */
  fingerprints(content: string, purpose: string): [Buffer, ...Buffer[]] {
    const by = (key: Buffer): Buffer => createHmac('sha256', key).update(`${purpose}\0${content}`).digest();
    const [first, ...others] = this.options.sealKeys;
    return [by(first), ...others.map(by)];
  }
}
