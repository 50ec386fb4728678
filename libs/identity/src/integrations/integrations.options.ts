import { z } from 'zod';

export interface IntegrationsOptions {
  /** 32 bytes each. The first seals; what any of them has sealed is opened. */
  readonly sealKeys: readonly [Buffer, ...Buffer[]];
}

export const INTEGRATIONS_OPTIONS = Symbol('INTEGRATIONS_OPTIONS');

const key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine(({ length }) => length === 32, 'must be 32 bytes in base64 (openssl rand -base64 32)');

/**
 * Variables about the secrets of integrations; an app spreads them into its schema.
 *
 * To change the key: put the old one into INTEGRATION_PREVIOUS_SEAL_KEYS and the new one in its place, rotate every
 * integration's secret, then take the old key out.
 */
export const integrationsEnvironment = {
  INTEGRATION_SEAL_KEY: key,
  INTEGRATION_PREVIOUS_SEAL_KEYS: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(key))
    .optional(),
};

export const integrationsOptionsFrom = (
  environment: z.output<z.ZodObject<typeof integrationsEnvironment>>,
): IntegrationsOptions => ({
  sealKeys: [environment.INTEGRATION_SEAL_KEY, ...(environment.INTEGRATION_PREVIOUS_SEAL_KEYS ?? [])],
});
