import { z } from 'zod';

/** Where the tax service answers. */
export interface TaxServiceOptions {
  readonly url: string;
  readonly timeoutMs: number;
}

export const TAX_SERVICE_OPTIONS = Symbol('TAX_SERVICE_OPTIONS');

/** Variables about the tax service; an app spreads them into its schema. */
export const taxServiceEnvironment = {
  /** The public service of the Federal Tax Service that tells who is self-employed. */
  TAX_SERVICE_URL: z.url().default('https://statusnpd.nalog.ru/api/v1/tracker/taxpayer_status'),
  TAX_SERVICE_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(3_000),
};

export const taxServiceOptionsFrom = (
  environment: z.output<z.ZodObject<typeof taxServiceEnvironment>>,
): TaxServiceOptions => ({ url: environment.TAX_SERVICE_URL, timeoutMs: environment.TAX_SERVICE_TIMEOUT_MS });
