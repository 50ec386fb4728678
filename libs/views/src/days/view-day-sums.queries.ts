import { Injectable } from '@nestjs/common';
import type { BusinessDay } from '@moments/kernel';
import { Database, statement } from '@moments/platform';

const counts = [
  ...['views', 'qualified', 'own', 'promoted', 'invalid', 'too_short', 'held', 'repeated', 'completed'],
  ...['viewers', 'watch_ms'],
] as const;
type Count = (typeof counts)[number];

const sums = (table: string): string =>
  `select ${counts.map((name) => `coalesce(sum(${name}), 0)::text as ${name}`).join(', ')} from ${table} where day = $1`;
const frozenOf = statement('views.frozen-sums-of-day', sums('moment_view_days'));
const correctedOf = statement('views.corrected-sums-of-day', sums('view_corrections'));
const closedAtOf = statement('views.closed-at', 'select closed_at as "closedAt" from view_days where day = $1');

/** A business day over all moments. */
export interface ViewDaySum {
  /** Missing of a day that is open: nothing of it stands. */
  closedAt?: Date;
  /** What was frozen, by how much it has been corrected, and both together. */
  lines: { name: Count; frozen: bigint; corrected: bigint; total: bigint }[];
}

/** Whole days, for operators. */
@Injectable()
export class ViewDaySums {
  constructor(private readonly database: Database) {}

  async of(day: BusinessDay): Promise<ViewDaySum> {
    const [[closed], [frozen], [corrected]] = await Promise.all([
      this.database.read<{ closedAt: Date }>(closedAtOf, [day]),
      this.database.read<Record<Count, string>>(frozenOf, [day]),
      this.database.read<Record<Count, string>>(correctedOf, [day]),
    ]);
    const lines = counts.map((name) => {
      const [stands, off] = [BigInt(frozen?.[name] ?? 0), BigInt(corrected?.[name] ?? 0)];
      return { name, frozen: stands, corrected: off, total: stands + off };
    });
    return { closedAt: closed?.closedAt, lines };
  }
}
