import { clickEnvironment } from '@moments/attribution';
import { authenticationEnvironment } from '@moments/identity';
import { commonEnvironment, environment, loadConfig, sealingEnvironment } from '@moments/platform';
import { taxServiceEnvironment } from '@moments/payouts';
import { playbackEnvironment } from '@moments/views';
import { z } from 'zod';

const variablesRead = z.object({
  ...commonEnvironment,
  ...authenticationEnvironment,
  ...playbackEnvironment,
  ...clickEnvironment,
  ...sealingEnvironment,
  ...taxServiceEnvironment,
  HOST: z.string().default('0.0.0.0'),
  PORT: environment.port.default(3000),
  /**
   * Under which address the world reaches this gateway, without a slash at the end; links to its pages begin with it. Needed in
   * production: links once shared stay as they are.
   */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  /** How many proxies stand before us and may be believed about the client's address. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** How long after SIGTERM new requests are still served, so that balancers can notice; then only running ones are. */
  DRAIN_SECONDS: z.coerce.number().min(0).max(8).default(2),
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

const schema = variablesRead.refine(
  ({ NODE_ENV, PUBLIC_URL }) => NODE_ENV !== 'production' || PUBLIC_URL !== undefined,
  {
    message: 'needed in production',
    path: ['PUBLIC_URL'],
    // Told together with all other problems.
    when: () => true,
  },
);

/** Every variable that the gateway reads. */
export const variables = Object.keys(variablesRead.shape);

export type GatewayConfig = z.output<typeof schema>;

/** The beginning of links to the gateway's own pages. */
export const publicUrlOf = ({ PUBLIC_URL, PORT }: GatewayConfig): string => PUBLIC_URL ?? `http://localhost:${PORT}`;

/** Whether strangers may look at the schema and open GraphiQL. */
export const explorerIsOpen = (config: GatewayConfig): boolean =>
  config.GRAPHQL_EXPLORER ?? config.NODE_ENV !== 'production';

/** Reads the gateway's configuration; throws `ConfigError` with every problem. */
export const readConfig = (from: Readonly<Record<string, string | undefined>> = process.env): GatewayConfig =>
  loadConfig(schema, from);
