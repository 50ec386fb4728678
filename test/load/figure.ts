/** One measured figure: ours beside a reference of the same run. */
export interface Figure {
  name: string;
  ours: number;
  reference: number;
  /** ours / reference. */
  ratio: number;
  /** What the ratio should reach (higher) or stay under (lower); for `absolute` figures, what `ours` should. */
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

const columns = ['figure', 'ours', 'reference', 'ratio', 'target', 'p50 / p99'];

/** The figures as a Markdown table: what the terminal shows and docs/performance.md keeps. */
export function table(figures: readonly Figure[]): string {
  const lines = figures.map((entry) => {
    const { name, ours, reference, ratio, target, better, unit, p50, p99 } = entry;
    const goal =
      target === undefined ? '' : `${better === 'higher' ? '≥' : '≤'} ${short(target)} ${reached(entry) ? '✓' : '✗'}`;
    const percentiles = p50 === undefined ? '' : `${short(p50)} / ${short(p99 ?? 0)} ms`;
    return [name, `${short(ours)} ${unit}`, `${short(reference)} ${unit}`, ratio.toFixed(3), goal, percentiles];
  });
  return [columns, columns.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
