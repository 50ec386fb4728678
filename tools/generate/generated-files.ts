import { printGatewaySchema } from '../../apps/gateway/src/print-schema.js';
import { withClient } from '../stack/postgres.js';
import { campaignDiagrams } from './campaign-diagrams.js';
import { printSchemaSql } from './schema-sql.js';

/** Every file that is generated and checked in, by its path, as it should be now. `databaseUrl` is migrated. */
export async function generatedFiles(databaseUrl: string): Promise<ReadonlyMap<string, string>> {
  const [graphql, sql] = await Promise.all([printGatewaySchema(), withClient(databaseUrl, printSchemaSql)]);
  return new Map([
    ['schema.graphql', graphql],
    ['schema.sql', sql],
    ['docs/campaigns.md', campaignDiagrams()],
  ]);
}
