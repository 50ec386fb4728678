/** `npm run generate`: writes every generated file that is checked in. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedFiles } from '../generate/generated-files.js';
import { root } from './paths.js';
import { withSchemaDatabase } from './schema-database.js';
import { say } from './say.js';

await withSchemaDatabase(async (databaseUrl) => {
  for (const [path, content] of await generatedFiles(databaseUrl)) {
    await writeFile(join(root, path), content);
    say(`wrote ${path}`);
  }
  return 0;
});
