import { depositChecks } from '../deposits/deposit-checks.js';
import { balanceChecks } from './balance-checks.js';
import { journalChecks } from './journal-checks.js';
import type { LedgerCheck } from './ledger-check.js';

/** What guards the journal; dropped or switched off, they are missed. */
const guards = [
  'ledger_accounts_append_only',
  'ledger_accounts_by_posting',
  'ledger_balances_by_posting',
  'ledger_balances_kept',
  'ledger_checkpoints_append_only',
  'ledger_deposits_kept',
  'ledger_deposits_one_way',
  'ledger_entries_append_only',
  'ledger_entries_by_posting',
  'ledger_entries_reverses',
  'ledger_holds_kept',
  'ledger_holds_reserve',
  'ledger_postings_append_only',
  'ledger_postings_by_posting',
  'ledger_postings_whole',
  'ledger_reversals_by_posting',
  'ledger_reversals_kept',
  'ledger_reversals_of_posting',
];

export const checks: readonly LedgerCheck[] = [
  ...journalChecks,
  ...balanceChecks,
  ...depositChecks,
  {
    name: 'guards',
    rule: 'every guard of the journal stands and always fires',
    sql: `select guard.name as subject, 'always' as expected,
                 case triggers.tgenabled when 'D' then 'switched off' when 'O' then 'not in replication'
                   else 'missing' end as actual
            from unnest(array[${guards.map((name) => `'${name}'`).join(', ')}]) as guard (name)
            left join pg_trigger as triggers on triggers.tgname = guard.name
           where triggers.tgenabled is distinct from 'A'`,
  },
];
