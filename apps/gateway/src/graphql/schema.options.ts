import type { BuildSchemaOptions } from '@nestjs/graphql';
import { MoneyType } from './money.types.js';

/** How the schema is built, for the server and for the printed file alike. */
export const schemaOptions: BuildSchemaOptions = { orphanedTypes: [MoneyType] };
