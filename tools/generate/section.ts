import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../stack/paths.js';

/** A document of docs/ as it is once `content` stands between the two markers of a section, `<!-- name -->`. */
export async function withSection(document: string, name: string, content: string): Promise<string> {
  const file = join(root, document);
  const filled = replaced(await readFile(file, 'utf8'), name, content);
  if (filled === undefined) throw new Error(`${document} has no section for ${name}`);
  return format(filled, { ...(await resolveConfig(file)), parser: 'markdown' });
}

/** The text with the section's content replaced; `undefined` when it lacks the markers. */
export function replaced(text: string, name: string, content: string): string | undefined {
  const section = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
  // A function: what the content says of `$` means nothing here.
  return section.test(text)
    ? text.replace(section, (_, begin: string, end: string) => `${begin}\n\n${content}\n\n${end}`)
    : undefined;
}
