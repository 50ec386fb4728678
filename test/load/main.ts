/**
 * The one harness: `npm run bench -- NAME [--json] [--write]`. It runs on a stack that `tools/stack/bench.ts` has started,
 * prints a table (or, with --json, one object a line), and with --write puts the table into docs/performance.md.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withSection } from '../../tools/generate/section.js';
import { root } from '../../tools/stack/paths.js';
import type { Figure } from './figure.js';
import { table } from './figure.js';
import { catalogue } from './catalogue.bench.js';
import { close } from './close.bench.js';
import { feed } from './feed.bench.js';
import { fraud } from './fraud.bench.js';
import { ledger } from './ledger.bench.js';
import { orders } from './orders.bench.js';
import { social } from './social.bench.js';
import { transcode } from './transcode.bench.js';
import { upload } from './upload.bench.js';
import { views } from './views.bench.js';

/** A benchmark measures ours and its references in one run. */
type Benchmark = () => Promise<Figure[]>;

const benchmarks: Readonly<Record<string, Benchmark>> = {
  catalogue,
  close,
  feed,
  fraud,
  ledger,
  orders,
  social,
  transcode,
  upload,
  views,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
});
const names = positionals.length > 0 ? positionals : Object.keys(benchmarks);
for (const name of names) {
  const benchmark = benchmarks[name];
  if (!benchmark) throw new Error(`there is no benchmark ${name}; there are ${Object.keys(benchmarks).join(', ')}`);
  const figures = await benchmark();
  if (values.json) for (const entry of figures) console.log(JSON.stringify(entry));
  else console.log(`\n${name}\n\n${table(figures)}\n`);
  if (values.write) await keep(name, figures);
}

async function keep(name: string, figures: readonly Figure[]): Promise<void> {
  const document = 'docs/performance.md';
  await writeFile(join(root, document), await withSection(document, name, table(figures)));
}
