/**
 * One benchmark: `NAME [--json] [--write] [--into FILE]`. It runs on a stack that `tools/stack/bench.ts` has started, prints
 * a table (with --json one object a line), puts the table into docs/performance.md (--write) and the figures into a file.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withSection } from '../../tools/generate/section.js';
import { root } from '../../tools/stack/paths.js';
import { type Figure, table } from './figure.js';
import type { BenchmarkName } from './names.js';
import { scale } from './scale.js';

/** Measures ours and its references in one run. */
type Benchmark = () => Promise<Figure[]>;

// Loaded when it runs, so that a benchmark of one lib does without what others add to it, as their checks of the ledger.
const benchmarks: Readonly<Record<BenchmarkName, () => Promise<Benchmark>>> = {
  catalogue: async () => (await import('./catalogue.bench.js')).catalogue,
  close: async () => (await import('./close.bench.js')).close,
  feed: async () => (await import('./feed.bench.js')).feed,
  fraud: async () => (await import('./fraud.bench.js')).fraud,
  ledger: async () => (await import('./ledger.bench.js')).ledger,
  orders: async () => (await import('./orders.bench.js')).orders,
  social: async () => (await import('./social.bench.js')).social,
  transcode: async () => (await import('./transcode.bench.js')).transcode,
  upload: async () => (await import('./upload.bench.js')).upload,
  views: async () => (await import('./views.bench.js')).views,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    into: { type: 'string' },
  },
});
if (values.write && scale !== 1) throw new Error('figures of another scale than 1 are not kept');
const name = positionals[0] as BenchmarkName;
const measure = await benchmarks[name]();
const figures = await measure();
if (values.into) await writeFile(values.into, JSON.stringify(figures));
if (values.json) for (const entry of figures) console.log(JSON.stringify({ benchmark: name, ...entry }));
else console.log(`\n${name}\n\n${table(figures)}\n`);
if (values.write) await keep();

async function keep(): Promise<void> {
  const document = 'docs/performance.md';
  await writeFile(join(root, document), await withSection(document, name, table(figures)));
}
