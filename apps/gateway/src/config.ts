import { commonEnvironment, environment, loadConfig } from '@moments/platform';
import { z } from 'zod';

const schema = z.object({
  ...commonEnvironment,
  HOST: z.string().default('0.0.0.0'),
  PORT: environment.port.default(3000),
  /** How many proxies stand before us and may be believed about the client's address. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Introspection and GraphiQL; off in production unless said otherwise. */
  GRAPHQL_EXPLORER: environment.flag.optional(),
  /** Answers only to documents of the registered list (a JSON file: sha256 → document). */
  GRAPHQL_REGISTERED_DOCUMENTS: z.string().optional(),
  /** Who visits without an account, and says nothing of a region, is taken to be here. */
  DEFAULT_REGION: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('RU'),
});

export type GatewayConfig = z.output<typeof schema>;

/** Reads the gateway's configuration; throws `ConfigError` with every problem. */
export const readConfig = (): GatewayConfig => loadConfig(schema, process.env);
