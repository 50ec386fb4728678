import { defineLedgerCheck } from '@moments/ledger';

// What must be true of payouts and the journal together.
defineLedgerCheck({
  name: 'payouts-transit',
  rule: 'what is on its way to the bank is what payouts under way say, after tax once they are sent',
  sql: `with transit as (
            select split_part(accounts.address, ':', 2)::uuid as id, balances.balance
              from ledger_accounts as accounts join ledger_balances as balances on balances.account_id = accounts.id
             where accounts.kind = 'payout_transit'),
          said as (
            select id, case when status in ('REQUESTED', 'APPROVED') then amount
                            when status = 'SENT' then amount - tax else 0 end as minor from payouts)
          select 'payout ' || id as subject, coalesce(said.minor, 0)::text as expected,
                 coalesce(transit.balance, 0)::text as actual
            from said full join transit using (id)
           where coalesce(said.minor, 0) <> coalesce(transit.balance, 0)`,
});
defineLedgerCheck({
  name: 'payouts-paid',
  rule: 'each payout has left to the bank at most once without coming back, and only when it is paid',
  sql: `with moved as (
            select split_part(reference, ':', 2)::uuid as id,
                   sum(case kind when 'payout_paid' then total when 'payout_paid_reversed' then -total else 0 end) as paid,
                   sum(case kind when 'payout_tax_withheld' then total when 'payout_tax_withheld_reversed' then -total
                            else 0 end) as tax
              from ledger_entries where reference like 'payout:%' group by 1),
          said as (
            select id, case when status = 'PAID' then amount - tax else 0 end as paid,
                   case when status in ('SENT', 'PAID') then tax else 0 end as tax from payouts)
          select 'payout ' || id as subject, said.paid || ' and tax ' || said.tax as expected,
                 moved.paid || ' and tax ' || moved.tax as actual
            from said full join moved using (id)
           where (said.paid, said.tax) is distinct from (moved.paid, moved.tax)`,
});
defineLedgerCheck({
  name: 'payouts-lines',
  rule: 'statements tell of each payout that is with the bank or paid, and of its tax, once',
  sql: `with lines as (
            select creator_id as id, currency, sum(amount) as minor from statement_lines
             where kind in ('PAYOUT', 'TAX_WITHHELD', 'PAYOUT_RETURNED') group by 1, 2),
          said as (
            select account_id as id, currency, -sum(amount) as minor from payouts
             where status in ('SENT', 'PAID') group by 1, 2)
          select 'creator ' || id || ' ' || currency as subject, coalesce(said.minor, 0)::text as expected,
                 coalesce(lines.minor, 0)::text as actual
            from said full join lines using (id, currency)
           where coalesce(said.minor, 0) <> coalesce(lines.minor, 0)`,
});
