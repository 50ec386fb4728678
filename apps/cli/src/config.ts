import { integrationsEnvironment, type IntegrationsOptions, integrationsOptionsFrom } from '@moments/identity';
import { commonEnvironment, loadConfig } from '@moments/platform';
import { z } from 'zod';

const schema = z.object(commonEnvironment);

export type CliConfig = z.output<typeof schema>;

/** Reads the command line's configuration; throws `ConfigError` with every problem. */
export const readConfig = (): CliConfig => loadConfig(schema, process.env);

/** What only the commands about integrations need; throws `ConfigError` with every problem. */
export const readIntegrationsOptions = (): IntegrationsOptions =>
  integrationsOptionsFrom(loadConfig(z.object(integrationsEnvironment), process.env));
