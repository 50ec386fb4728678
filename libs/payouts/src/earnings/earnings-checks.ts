import { defineLedgerCheck } from '@moments/ledger';

const balances = (kind: string, name: string): string => `
  ${name} as (
    select split_part(accounts.address, ':', 2)::uuid as creator_id, accounts.currency, balances.balance
      from ledger_accounts as accounts join ledger_balances as balances on balances.account_id = accounts.id
     where accounts.kind = '${kind}')`;

// What must be true of statements and the journal together.
defineLedgerCheck({
  name: 'earnings-pending',
  rule: 'what is pending of each creator is what is still held of their lines',
  sql: `with held as (
            select creator_id, currency, sum(remaining) as minor from held_earnings group by creator_id, currency),
          ${balances('creator_pending', 'pending')}
          select 'creator ' || creator_id || ' ' || currency as subject, coalesce(held.minor, 0)::text as expected,
                 coalesce(pending.balance, 0)::text as actual
            from held full join pending using (creator_id, currency)
           where coalesce(held.minor, 0) <> coalesce(pending.balance, 0)`,
});
defineLedgerCheck({
  name: 'earnings-lines',
  rule: 'the lines of each statement are what its creator has pending, available and paid out, less what they owe',
  sql: `with lines as (
            select creator_id, currency, sum(amount) as minor from statement_lines
             where kind not in ('PAYOUT', 'TAX_WITHHELD', 'PAYOUT_RETURNED') group by creator_id, currency),
          ${balances('creator_pending', 'pending')}, ${balances('creator_available', 'available')},
          ${balances('creator_debt', 'debt')},
          has as (
            select creator_id, currency, sum(balance) as minor
              from (select * from pending union all select * from available union all select * from debt
                    union all
                    select account_id, currency, amount from payouts
                     where status in ('REQUESTED', 'APPROVED', 'SENT', 'PAID')) as parts
             group by creator_id, currency)
          select 'creator ' || creator_id || ' ' || currency as subject, coalesce(lines.minor, 0)::text as expected,
                 coalesce(has.minor, 0)::text as actual
            from lines full join has using (creator_id, currency)
           where coalesce(lines.minor, 0) <> coalesce(has.minor, 0)`,
});
defineLedgerCheck({
  name: 'earnings-recordings',
  rule: 'the lines of each recording are what the journal moved for it',
  sql: `with lines as (
            select 'earnings:' || batch_id as reference, currency, sum(abs(amount)) as minor
              from statement_lines where batch_id is not null group by batch_id, currency),
          entries as (
            select reference, currency, sum(total) as minor from ledger_entries
             where reference like 'earnings:%' group by reference, currency)
          select reference || ' ' || currency as subject, coalesce(lines.minor, 0)::text as expected,
                 coalesce(entries.minor, 0)::text as actual
            from lines full join entries using (reference, currency)
           where lines.minor is distinct from entries.minor`,
});
defineLedgerCheck({
  name: 'debts',
  rule: 'a debt is never more than made good',
  sql: `with ${balances('creator_debt', 'debt')}
          select 'creator ' || creator_id || ' ' || currency as subject, '0' as expected, balance::text as actual
            from debt where balance > 0`,
});
defineLedgerCheck({
  name: 'statement-guard',
  rule: 'what keeps statements from being changed stands and always fires',
  sql: `select guard.name as subject, 'always' as expected, coalesce(triggers.tgenabled::text, 'missing') as actual
            from (values ('statement_lines_append_only')) as guard (name)
            left join pg_trigger as triggers on triggers.tgname = guard.name
           where triggers.tgenabled is distinct from 'A'`,
});
