import type { LedgerCheck } from './ledger-check.js';

/** What must be true of entries and postings among themselves. */
export const journalChecks: readonly LedgerCheck[] = [
  {
    name: 'entries',
    rule: 'an entry has the postings that it says: their sum, number, currency and time',
    sql: `select entries.id::text as subject,
                 format('%s %s in %s', entries.total, entries.currency, entries.posting_count) as expected,
                 format('%s %s in %s', sums.total, sums.currencies, sums.postings) as actual
            from ledger_entries as entries
            left join (select entry_id, sum(amount) as total, count(*) as postings, min(at) as first_at, max(at) as last_at,
                              string_agg(distinct currency, '+') as currencies
                         from ledger_postings group by entry_id) as sums on sums.entry_id = entries.id
           where (sums.total, sums.postings, sums.currencies, sums.first_at, sums.last_at) is distinct from
                 (entries.total, entries.posting_count, entries.currency, entries.at, entries.at)`,
  },
  {
    name: 'orphans',
    rule: 'everything that is referred to exists, in the same currency',
    sql: `select format('posting %s/%s', postings.entry_id, postings.ordinal) as subject, 'an entry' as expected,
                 'none' as actual
            from ledger_postings as postings
           where not exists (select from ledger_entries as entries where entries.id = postings.entry_id)
          union all
          select format('posting %s/%s', postings.entry_id, postings.ordinal), postings.currency,
                 format('%s and %s', coalesce(origin.currency, 'none'), coalesce(target.currency, 'none'))
            from ledger_postings as postings
            left join ledger_accounts as origin on origin.id = postings.from_account_id
            left join ledger_accounts as target on target.id = postings.to_account_id
           where (origin.currency, target.currency) is distinct from (postings.currency, postings.currency)
          union all
          select format('account %s %s', accounts.address, accounts.currency),
                 case when accounts.keeps_balance then 'a balance row' else 'no balance row' end,
                 case when balances.account_id is null then 'none' else 'one' end
            from ledger_accounts as accounts
            left join ledger_balances as balances on balances.account_id = accounts.id
           where accounts.keeps_balance <> (balances.account_id is not null)
          union all
          select format('entry %s', entries.id), format('hold %s', entries.hold_id), 'none'
            from ledger_entries as entries
           where entries.hold_id is not null
             and not exists (select from ledger_holds as holds where holds.id = entries.hold_id)`,
  },
  {
    name: 'idempotency',
    rule: 'a key stands for one entry, or one hold',
    sql: `select format('%s key %s of %s', keys.what, keys.key, keys.scope) as subject, '1' as expected,
                 count(*)::text as actual
            from (select 'entry' as what, scope, key from ledger_entries
                  union all
                  select 'hold', scope, key from ledger_holds) as keys
           group by keys.what, keys.scope, keys.key
          having count(*) > 1`,
  },
  {
    name: 'reversals',
    rule: 'what was taken back of a posting is the sum of the postings that took it back, and never more than it was',
    sql: `select format('posting %s/%s of %s', coalesce(noted.entry_id, posted.entry_id),
                        coalesce(noted.ordinal, posted.ordinal), coalesce(original.amount, 0)) as subject,
                 coalesce(posted.reversed, 0)::text as expected, coalesce(noted.reversed, 0)::text as actual
            from ledger_reversals as noted
            full join (select entries.reverses as entry_id, postings.reverses_ordinal as ordinal,
                              sum(postings.amount) as reversed
                         from ledger_entries as entries
                         join ledger_postings as postings on postings.entry_id = entries.id
                        where entries.reverses is not null group by 1, 2) as posted
              on posted.entry_id = noted.entry_id and posted.ordinal = noted.ordinal
            left join ledger_postings as original
              on original.entry_id = coalesce(noted.entry_id, posted.entry_id)
             and original.ordinal = coalesce(noted.ordinal, posted.ordinal)
           where noted.reversed is distinct from posted.reversed
              or noted.amount is distinct from original.amount or posted.reversed > original.amount
          union all
          select format('posting %s/%s', reversing.entry_id, reversing.ordinal),
                 format('%s -> %s', original.to_account_id, original.from_account_id),
                 format('%s -> %s', reversing.from_account_id, reversing.to_account_id)
            from ledger_entries as entries
            join ledger_postings as reversing on reversing.entry_id = entries.id
            join ledger_postings as original
              on original.entry_id = entries.reverses and original.ordinal = reversing.reverses_ordinal
           where (reversing.from_account_id, reversing.to_account_id)
                 <> (original.to_account_id, original.from_account_id)`,
  },
];
