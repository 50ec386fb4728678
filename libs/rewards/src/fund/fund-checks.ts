import { defineLedgerCheck } from '@moments/ledger';

defineLedgerCheck({
  name: 'fund-pools',
  rule: 'what is set aside for a period of a fund is its pool, less the shares that are recorded; nothing once it has ended',
  sql: `with held as (
          select accounts.address, accounts.currency, balances.balance
            from ledger_accounts as accounts join ledger_balances as balances on balances.account_id = accounts.id
           where accounts.kind = 'fund_budget'),
        said as (
          select periods.id, funds.currency, 'fund:' || periods.id || ':budget' as address,
                 case periods.status
                   when 'OPEN' then periods.pool
                   when 'PAYING' then periods.pool - coalesce((
                     select sum(share) from fund_shares as shares
                      where shares.period_id = periods.id and shares.paid_at is not null), 0)
                   else 0 end as minor
            from fund_periods as periods join creator_funds as funds on funds.id = periods.fund_id)
        select 'fund period ' || said.id as subject, said.minor::text as expected,
               coalesce(held.balance, 0)::text as actual
          from said left join held using (address, currency)
         where said.minor <> coalesce(held.balance, 0)`,
});

defineLedgerCheck({
  name: 'fund-shares',
  rule: 'the shares of a period and what is left over are its pool, and every recorded share is on its creator’s statement',
  sql: `select 'fund period ' || periods.id as subject,
               periods.allocated || ' of which on statements ' || shares.paid as expected,
               shares.shared || ' of which on statements ' || shares.recorded as actual
          from fund_periods as periods cross join lateral (
            select coalesce(sum(shares.share), 0) as shared,
                   coalesce(sum(shares.share) filter (where shares.paid_at is not null), 0) as paid,
                   coalesce(sum(lines.amount), 0) as recorded
              from fund_shares as shares left join statement_lines as lines
                on lines.creator_id = shares.creator_id and lines.key = 'fund:' || shares.period_id
             where shares.period_id = periods.id) as shares
         where periods.shared_at is not null
           and (shares.shared <> periods.allocated or shares.recorded <> shares.paid)`,
});
