import { formatAmount, type Money } from '@moments/kernel';
import { type ExportFormat, exportFormats, LedgerExport, ReconciliationService } from '@moments/ledger';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type Command, exactly, json, takeFlag, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

export const reconcile: Command = {
  name: 'reconcile',
  usage: '[--json]',
  summary: 'proves the ledger from its postings alone; exit code 1, and every row that is off, when it is not whole',
  run: (args, config) => {
    const { set: asJson, rest } = takeFlag(args, '--json');
    exactly(rest, 0);
    return withServices(config, async (app) => {
      const report = await app.get(ReconciliationService).run();
      if (asJson) {
        console.log(json(report));
        return report.ok ? 0 : 1;
      }
      const { at, counted, posted, sums, checked, drift, drifts, ok } = report;
      console.log(`the ledger at ${at.toISOString()}`);
      for (const [what, count] of Object.entries(counted)) console.log(`  ${what.padEnd(10)} ${count}`);
      console.log(`  posted     ${moneyList(posted)}`);
      console.log(`  sum        ${moneyList(sums)}`);
      for (const { rule, drifts: off } of checked) console.log(`${off === 0 ? 'ok  ' : 'OFF '} ${rule}`);
      for (const row of drift) {
        console.log(`${row.check}: ${row.subject}: expected ${row.expected}, found ${row.actual}`);
      }
      console.log(ok ? 'clean' : `${drifts} rows are off${drifts > drift.length ? `, ${drift.length} are shown` : ''}`);
      return ok ? 0 : 1;
    });
  },
};

const moneyList = (amounts: readonly Money[]): string =>
  amounts.length === 0 ? 'nothing' : amounts.map((money) => `${formatAmount(money)} ${money.currency}`).join(', ');

export const exportLedger: Command = {
  name: 'export-ledger',
  usage: '--format csv|ndjson|beancount [--from DAY] [--to DAY]',
  summary: 'writes the journal to the standard output; from a day on, up to but without another (UTC)',
  run: (args, config) => {
    const { format, from, to } = readOptions(args);
    return withServices(config, async (app) => {
      try {
        const pieces = app.get(LedgerExport).write(format, { from, to });
        await pipeline(Readable.from(pieces), process.stdout, { end: false });
      } catch (error) {
        // Whoever reads has seen enough: `export-ledger … | head`.
        if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
      }
      return 0;
    });
  },
};

function readOptions(args: readonly string[]): { format: ExportFormat; from?: Date; to?: Date } {
  const { format: name, from, to } = parseWords(args);
  const format = exportFormats.find((candidate) => candidate === name);
  if (!format) throw new UsageError(`--format is one of ${exportFormats.join(', ')}`);
  return { format, from: readDay(from), to: readDay(to) };
}

function parseWords(args: readonly string[]): { format?: string; from?: string; to?: string } {
  try {
    const options = { format: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readDay(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  if (!isDay) throw new UsageError(`${text} is not a day like 2026-01-31`);
  return day;
}
