import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type BusinessDay,
  type CampaignId,
  Clock,
  type Currency,
  type Money,
  type MomentId,
  newId,
  type StatementLineId,
} from '@moments/kernel';
import type { AccountAddress } from '@moments/ledger';
import { rows, statement, type Tx } from '@moments/platform';
import type { EarningBasis, StatementKind } from './domain/earning.js';

/** A line of a creator's statement as it is written; never changed afterwards. */
export interface NewStatementLine {
  readonly key: string;
  readonly creatorId: AccountId;
  readonly day: BusinessDay;
  readonly kind: StatementKind;
  readonly amount: Money;
  readonly momentId?: MomentId;
  readonly campaignId?: CampaignId;
  readonly availableAt: Date;
  readonly basis: EarningBasis;
}

/** What was written of a line by {@link insertLines}. */
export interface InsertedLine {
  /** Its place among those that were given. */
  readonly place: number;
  readonly id: StatementLineId;
}

interface Recording {
  readonly at: Date;
  /** Set when the money moves with the lines. */
  readonly batch?: { readonly id: string; readonly sources: readonly AccountAddress[] };
}

const columns =
  'creator_id, id, key, day, kind, amount, currency, source, moment_id, campaign_id, available_at, policy_version, inputs, formula';

const insert = statement(
  'payouts.insert-statement-lines',
  `with added as (
     insert into statement_lines (${columns}, batch_id, recorded_at)
     select ${columns}, $15, $16
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::text[], $6::bigint[], $7::text[], $8::text[],
              $9::uuid[], $10::uuid[], $11::timestamptz[], $12::integer[], $13::jsonb[], $14::text[])
              as line (${columns})
      -- Two who record the same facts meet in the same order.
      order by creator_id, key
         on conflict (creator_id, key) do nothing
     returning id)
   select id from added`,
);

/** Writes lines in one statement; those whose key their creator has already are left out of the answer. */
export async function insertLines(
  tx: Tx,
  lines: readonly NewStatementLine[],
  { at, batch }: Recording,
): Promise<InsertedLine[]> {
  if (lines.length === 0) return [];
  const ids = lines.map(() => newId<'statementLine'>());
  const places = new Map(ids.map((id, place) => [id, place]));
  const found = await rows<{ id: StatementLineId }>(tx, insert, [
    lines.map(({ creatorId }) => creatorId),
    ids,
    lines.map(({ key }) => key),
    lines.map(({ day }) => day),
    lines.map(({ kind }) => kind),
    lines.map(({ amount }) => `${amount.minor}`),
    lines.map(({ amount }) => amount.currency),
    batch ? batch.sources : lines.map(() => null),
    lines.map(({ momentId }) => momentId ?? null),
    lines.map(({ campaignId }) => campaignId ?? null),
    lines.map(({ availableAt }) => availableAt.toISOString()),
    lines.map(({ basis }) => basis.policyVersion ?? null),
    lines.map(({ basis }) => JSON.stringify(basis.inputs)),
    lines.map(({ basis }) => basis.formula),
    batch?.id ?? null,
    at,
  ]);
  return found.map(({ id }) => ({ id, place: places.get(id) ?? -1 }));
}

/** Lines of what is posted elsewhere: payouts, their tax, what the bank sent back. */
@Injectable()
export class StatementLines {
  constructor(private readonly clock: Clock) {}

  /** Writes them in the caller's transaction; a key that a creator has already changes nothing. Amounts are never zero. */
  async insert(tx: Tx, lines: readonly NewStatementLine[]): Promise<void> {
    await insertLines(tx, lines, { at: this.clock.now() });
  }

  /** What lines are of, in the order asked; `undefined` where a creator has none under a key. */
  async amountsOf(
    tx: Tx,
    asked: readonly { readonly creatorId: AccountId; readonly key: string }[],
  ): Promise<(Money | undefined)[]> {
    const parameters = [asked.map(({ creatorId }) => creatorId), asked.map(({ key }) => key)];
    const found = await rows<{ place: number; amount: string; currency: Currency }>(tx, amountsByKey, parameters);
    const byPlace = new Map(found.map(({ place, amount, currency }) => [place, { minor: BigInt(amount), currency }]));
    return asked.map((_, index) => byPlace.get(index + 1));
  }
}

const amountsByKey = statement(
  'payouts.amounts-by-key',
  `select asked.place::int, line.amount, line.currency
     from unnest($1::uuid[], $2::text[]) with ordinality as asked (creator_id, key, place)
     join statement_lines as line on line.creator_id = asked.creator_id and line.key = asked.key`,
);
