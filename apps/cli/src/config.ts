import { taxServiceEnvironment, type TaxServiceOptions, taxServiceOptionsFrom } from '@moments/payouts';
import {
  commonEnvironment,
  loadConfig,
  sealingEnvironment,
  type SealingOptions,
  sealingOptionsFrom,
} from '@moments/platform';
import { z } from 'zod';

const schema = z.object(commonEnvironment);

/** Every variable that some command reads. */
export const variables = Object.keys({ ...schema.shape, ...sealingEnvironment, ...taxServiceEnvironment });

export type CliConfig = z.output<typeof schema>;

/** Reads the command line's configuration; throws `ConfigError` with every problem. */
export const readConfig = (): CliConfig => loadConfig(schema, process.env);

/** What only commands about what is kept sealed need; throws `ConfigError` with every problem. */
export const readSealingOptions = (): SealingOptions =>
  sealingOptionsFrom(loadConfig(z.object(sealingEnvironment), process.env));

/** Where the tax service answers; throws `ConfigError` with every problem. */
export const readTaxServiceOptions = (): TaxServiceOptions =>
  taxServiceOptionsFrom(loadConfig(z.object(taxServiceEnvironment), process.env));
