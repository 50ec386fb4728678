import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  addDays,
  type BusinessDay,
  DomainError,
  formatAmount,
  InvalidInput,
  toGlobalId,
} from '@moments/kernel';
import { csvHeader, csvRow } from './domain/statement-csv.js';
import type { StatementLineView, StatementPosition } from './statement.view.js';
import { StatementsQueries } from './statements.queries.js';

const maxDays = 92;
const maxLines = 20_000;
const pageLines = 1_000;

/** So many lines are not written in one answer. */
class ExportTooLong extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'statement_export_too_long';

  constructor() {
    super(`That is more than ${maxLines} lines. Ask for fewer days.`, { params: { lines: maxLines }, field: ['to'] });
  }
}

/** Statements as files that spreadsheets read. */
@Injectable()
export class StatementExport {
  constructor(private readonly statements: StatementsQueries) {}

  /** A creator's lines of some days as CSV. Throws `InvalidInput` for more than 92 days, {@link ExportTooLong}. */
  async csv(creatorId: AccountId, { from, to }: { from: BusinessDay; to: BusinessDay }): Promise<string> {
    if (to < from) throw new InvalidInput([{ field: ['to'], message: 'must not be before from' }]);
    if (to >= addDays(from, maxDays)) {
      throw new InvalidInput([{ field: ['to'], message: `must be within ${maxDays} days` }]);
    }
    const rows: string[] = [csvHeader];
    for await (const line of this.lines(creatorId, { from, to })) {
      if (rows.length > maxLines) throw new ExportTooLong();
      rows.push(csvRow(toRow(line)));
    }
    return rows.join('');
  }

  /** The same without limits, piece by piece; for the command line. */
  async *pieces(creatorId: AccountId, days: { from?: BusinessDay; to?: BusinessDay }): AsyncGenerator<string> {
    yield csvHeader;
    for await (const line of this.lines(creatorId, days)) yield csvRow(toRow(line));
  }

  private async *lines(
    creatorId: AccountId,
    days: { from?: BusinessDay; to?: BusinessDay },
  ): AsyncGenerator<StatementLineView> {
    let after: StatementPosition | undefined;
    for (;;) {
      const page = await this.statements.ofCreator(creatorId, days, { limit: pageLines, after });
      for (const { item } of page.items) yield item;
      after = page.items.at(-1)?.position;
      if (!page.hasNextPage) return;
    }
  }
}

const toRow = ({ amount, momentId, campaignId, basis, ...line }: StatementLineView) => ({
  ...{ day: line.day, kind: line.kind, amount: formatAmount(amount), currency: amount.currency },
  moment: momentId ? toGlobalId('moment', momentId) : '',
  campaign: campaignId ? toGlobalId('campaign', campaignId) : '',
  availableAt: line.availableAt.toISOString(),
  recordedAt: line.recordedAt.toISOString(),
  policyVersion: basis.policyVersion === undefined ? '' : `${basis.policyVersion}`,
  inputs: JSON.stringify(basis.inputs),
  formula: basis.formula,
});
