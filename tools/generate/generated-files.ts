import { printGatewaySchema } from '../../apps/gateway/src/print-schema.js';
import { withClient } from '../stack/postgres.js';
import { campaignDiagrams } from './campaign-diagrams.js';
import { levelsSection } from './levels.js';
import { printSchemaSql } from './schema-sql.js';
import { withSection } from './section.js';

/** Every file that is generated and checked in, by its path, as it should be now. `databaseUrl` is migrated. */
export async function generatedFiles(databaseUrl: string): Promise<ReadonlyMap<string, string>> {
  const [graphql, sql] = await Promise.all([printGatewaySchema(), withClient(databaseUrl, printSchemaSql)]);
  return new Map([
    ['schema.graphql', graphql],
    ['schema.sql', sql],
    ['docs/ARCHITECTURE.md', await withSection('docs/ARCHITECTURE.md', 'levels', await levelsSection())],
    ['docs/campaigns.md', campaignDiagrams()],
  ]);
}
