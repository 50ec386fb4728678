/** `npm run check`: everything about the tree that a tool can tell. */
import { runChecks } from '../check/main.js';
import { withSchemaDatabase } from './schema-database.js';
import { say } from './say.js';

await withSchemaDatabase(async (databaseUrl) => {
  const failed = await runChecks(databaseUrl);
  say(failed === 0 ? 'Everything is in order.' : `${failed} checks failed.`);
  return failed === 0 ? 0 : 1;
});
