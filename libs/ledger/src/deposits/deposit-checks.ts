import type { LedgerCheck } from '../reconciliation/ledger-check.js';
import { assignedAmountSql } from './deposit.view.js';

const posted = (key: string) => `
  select entries.key, entries.total, entries.currency, origin.address as origin, target.address as target,
         coalesce((select sum(reversals.reversed) from ledger_reversals as reversals
                    where reversals.entry_id = entries.id), 0) as reversed
    from ledger_entries as entries
    join ledger_postings as postings on postings.entry_id = entries.id and postings.ordinal = 1
    join ledger_accounts as origin on origin.id = postings.from_account_id
    join ledger_accounts as target on target.id = postings.to_account_id
   where entries.scope = 'product' and entries.key = ${key}`;

/** What a row says of where its money went, and what the journal says. */
const went = (from: string, to: string, amount = 'deposits.amount') =>
  `format('%s %s, %s to %s', ${amount}, deposits.currency, ${from}, ${to})`;
const assigned = went(`'suspense'`, 'assigned_to', assignedAmountSql);
const wentInJournal = `
  case when posted.key is null then 'nothing'
       else format('%s %s, %s to %s', posted.total, posted.currency, posted.origin, posted.target) end`;

/** What must be true of deposits, by the journal. */
export const depositChecks: readonly LedgerCheck[] = [
  {
    name: 'deposits',
    rule: 'a deposit was posted as it was told, from the bank to its wallet or to suspense',
    sql: `select format('deposit %s', deposits.id) as subject,
                 ${went(`'bank'`, `coalesce(credited_to, 'suspense')`)} as expected, ${wentInJournal} as actual
            from ledger_deposits as deposits
            left join lateral (${posted(`format('deposit:%s', deposits.id)`)}) as posted on true
           where ${went(`'bank'`, `coalesce(credited_to, 'suspense')`)} <> ${wentInJournal}`,
  },
  {
    name: 'assigned deposits',
    rule: 'what was assigned of a deposit has left suspense for the wallet that the operator said',
    sql: `select format('deposit %s', deposits.id) as subject,
                 ${assigned} as expected, ${wentInJournal} as actual
            from ledger_deposits as deposits
            left join lateral (${posted(`format('deposit:%s:assigned', deposits.id)`)}) as posted on true
           where assigned_to is not null and ${assigned} <> ${wentInJournal}`,
  },
  {
    name: 'deposits in suspense',
    rule: 'no more leaves suspense for a deposit than came: what the bank got back and what was assigned, less what came back of that',
    sql: `select format('deposit %s', deposits.id) as subject, format('%s at most', posted.total) as expected,
                 (posted.reversed + assigned.total - assigned.reversed)::text as actual
            from ledger_deposits as deposits
            join lateral (${posted(`format('deposit:%s', deposits.id)`)}) as posted on true
            join lateral (${posted(`format('deposit:%s:assigned', deposits.id)`)}) as assigned on true
           where posted.reversed + assigned.total - assigned.reversed > posted.total`,
  },
  {
    name: 'told deposits',
    rule: 'what the journal has of a deposit is of one that was told, and was assigned if the journal says so',
    sql: `select format('entry %s', entries.id) as subject, entries.reference as expected, 'none' as actual
            from ledger_entries as entries
           where entries.scope = 'product' and entries.reference ~ '^deposit:[0-9a-f-]{36}$'
             and not exists (select from ledger_deposits as deposits
                              where format('deposit:%s', deposits.id) = entries.reference
                                and (entries.key <> format('deposit:%s:assigned', deposits.id)
                                     or deposits.assigned_to is not null))`,
  },
];
