/**
 * `npm run documents -- LIST FILE…`: adds the documents of an app's release to the list of registered documents
 * (GRAPHQL_REGISTERED_DOCUMENTS). What an earlier release asks for stays; begin a new list to forget it.
 */
import { buildSchema } from 'graphql';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { documentsOf, listOf, problemsOf } from '../documents/registered.js';
import { root } from './paths.js';
import { complain, say } from './say.js';

// npm runs it in the project's folder; paths are those of whoever typed them.
const [list, ...paths] = process.argv.slice(2).map((path) => resolve(process.env.INIT_CWD ?? '.', path));
if (list === undefined || paths.length === 0) {
  complain('Usage: npm run documents -- LIST.json FILE… (.graphql, or a JSON manifest of Apollo or Relay)');
  process.exit(2);
}

const read = async (path: string) => documentsOf({ path, text: await readFile(path, 'utf8') });
const schema = buildSchema(await readFile(join(root, 'schema.graphql'), 'utf8'));
const before = existsSync(list) ? await read(list) : [];
const added: string[] = [];
let wrong = 0;
for (const path of paths) {
  for (const document of await read(path)) {
    const problems = problemsOf(schema, document);
    for (const problem of problems) complain(`${path}: ${problem}`);
    wrong += problems.length;
    added.push(document);
  }
}
if (wrong > 0) process.exit(1);

const documents = listOf([...before, ...added]);
await writeFile(list, `${JSON.stringify(documents, undefined, 2)}\n`);
say(`${list}: ${Object.keys(documents).length} documents, ${Object.keys(listOf(before)).length} of them from before`);
