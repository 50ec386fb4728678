/** One measured figure: ours beside a reference of the same run. */
export interface Figure {
  name: string;
  ours: number;
  reference: number;
  /** ours / reference. */
  ratio: number;
  /** What the ratio should reach (higher) or stay under (lower). */
  target?: number;
  better: 'higher' | 'lower';
  unit: string;
  /** Of the requests behind the figure, in ms. */
  p50?: number;
  p99?: number;
}

/** A figure that compares two measurements of one unit. */
export const figure = (measured: Omit<Figure, 'ratio'>): Figure => ({
  ...measured,
  ratio: measured.reference === 0 ? Number.NaN : measured.ours / measured.reference,
});

/** A figure that has a bound of its own (statements per request): the bound is its reference. */
export const bounded = (measured: { name: string; ours: number; bound: number; unit: string }): Figure =>
  figure({
    name: measured.name,
    ours: measured.ours,
    reference: measured.bound,
    target: 1,
    better: 'lower',
    unit: measured.unit,
  });

/** `undefined` when the figure has no target. */
function reached({ ratio, target, better }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  return better === 'higher' ? ratio >= target : ratio <= target;
}

const short = (value: number): string =>
  Number.isInteger(value) ? String(value) : value >= 100 ? value.toFixed(0) : value.toPrecision(3);

const goal = ({ target, better }: Figure): string =>
  target === undefined ? '' : `${better === 'higher' ? '≥' : '≤'} ${short(target)}`;

/** The name of a figure, ours, the reference and the ratio, as cells of a table. */
const measured = ({ name, ours, reference, ratio, unit }: Figure): string[] => [
  name,
  `${short(ours)} ${unit}`,
  `${short(reference)} ${unit}`,
  ratio.toFixed(3),
];

/** The figures as a Markdown table: what the terminal shows and docs/performance.md keeps. */
export function table(figures: readonly Figure[]): string {
  const lines = figures.map((entry) => {
    const { p50, p99 } = entry;
    const met = reached(entry);
    const percentiles = p50 === undefined ? '' : `${short(p50)} / ${short(p99 ?? 0)} ms`;
    return [...measured(entry), met === undefined ? '' : `${goal(entry)} ${met ? '✓' : '✗'}`, percentiles];
  });
  return markdown(['figure', 'ours', 'reference', 'ratio', 'target', 'p50 / p99'], lines);
}

/** What one benchmark of a run gave. */
export interface BenchmarkResult {
  name: string;
  figures: readonly Figure[];
  /** How it ended when it did not end well. */
  failure?: string;
}

/** All figures of a run in one Markdown table, and how many targets were met. */
export function summary(results: readonly BenchmarkResult[]): string {
  const lines = results.flatMap(({ name, figures, failure }) => [
    ...figures.map((entry) => {
      const met = reached(entry);
      return [name, ...measured(entry), goal(entry), met === undefined ? '' : met ? 'met' : 'missed'];
    }),
    ...(failure === undefined ? [] : [[name, failure, '', '', '', '', 'failed']]),
  ]);
  const judged = results.flatMap(({ figures }) => figures.map(reached)).filter((met) => met !== undefined);
  const failed = results.filter(({ failure }) => failure !== undefined).map(({ name }) => name);
  return [
    markdown(['benchmark', 'figure', 'ours', 'reference', 'ratio', 'target', 'met or missed'], lines),
    '',
    `${judged.filter((met) => met).length} of ${judged.length} targets met${failed.length > 0 ? `; failed: ${failed.join(', ')}` : ''}`,
  ].join('\n');
}

const markdown = (columns: readonly string[], lines: readonly string[][]): string =>
  [columns, columns.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
