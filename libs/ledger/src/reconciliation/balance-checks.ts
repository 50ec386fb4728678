import type { LedgerCheck } from './ledger-check.js';

const lines = `
  select from_account_id as account_id, -amount as delta, at, from_seq as seq, from_balance as balance, id
    from ledger_postings
  union all
  select to_account_id, amount, at, to_seq, to_balance, id from ledger_postings`;

const named = `join ledger_accounts as accounts on accounts.id = `;
const subject = `format('%s %s', accounts.address, accounts.currency) as subject`;

/** What must be true of balances, by the postings. */
export const balanceChecks: readonly LedgerCheck[] = [
  {
    name: 'balances',
    rule: 'a balance is the sum of its account’s postings, and knows how many they are and when the last was',
    sql: `select ${subject},
                 format('%s after %s', coalesce(sums.balance, 0), coalesce(sums.lines, 0)) as expected,
                 format('%s after %s', balances.balance, balances.seq) as actual
            from ledger_balances as balances
            ${named} balances.account_id
            left join (select account_id, sum(delta) as balance, count(*) as lines, max(at) as last_at
                         from (${lines}) as lines group by account_id) as sums on sums.account_id = balances.account_id
           where coalesce(sums.balance, 0) <> balances.balance or coalesce(sums.lines, 0) <> balances.seq
              or sums.last_at <> balances.last_at`,
  },
  {
    name: 'running balances',
    rule: 'the lines of a statement are numbered without a gap, in the order of time, each with the balance after it',
    sql: `select format('%s %s line %s', accounts.address, accounts.currency, walked.seq) as subject,
                 format('line %s, %s', walked.number, walked.sum) as expected,
                 format('line %s, %s', walked.seq, walked.balance) as actual
            from (select account_id, seq, balance, at, lag(at) over lines_of as earlier_at,
                         row_number() over lines_of as number, sum(delta) over lines_of as sum
                    from (${lines}) as lines where seq is not null
                  window lines_of as (partition by account_id order by seq, id)) as walked
            ${named} walked.account_id
           where walked.seq <> walked.number or walked.balance <> walked.sum or walked.at < walked.earlier_at`,
  },
  {
    name: 'overdrafts',
    rule: 'an account that may not go negative has at least what is reserved, and a closed one has nothing',
    sql: `select ${subject},
                 case when balances.closed_at is null then format('at least %s', balances.reserved) else '0' end as expected,
                 balances.balance::text as actual
            from ledger_balances as balances
            ${named} balances.account_id
           where (not accounts.may_go_negative and balances.balance < balances.reserved) or balances.reserved < 0
              or balances.may_go_negative <> accounts.may_go_negative
              or (balances.closed_at is not null and (balances.balance <> 0 or balances.reserved <> 0))`,
  },
  {
    name: 'holds',
    rule: 'what is reserved is what open holds keep, and a hold paid out what its entries did',
    sql: `select ${subject}, coalesce(kept.reserved, 0)::text as expected, balances.reserved::text as actual
            from ledger_balances as balances
            ${named} balances.account_id
            left join (select account_id, sum(amount - captured - released) as reserved
                         from ledger_holds where status = 'OPEN' group by account_id) as kept
              on kept.account_id = balances.account_id
           where coalesce(kept.reserved, 0) <> balances.reserved
          union all
          select format('hold %s', holds.id), coalesce(paid.captured, 0)::text, holds.captured::text
            from ledger_holds as holds
            left join (select hold_id, sum(total) as captured from ledger_entries
                        where hold_id is not null group by hold_id) as paid on paid.hold_id = holds.id
           where coalesce(paid.captured, 0) <> holds.captured
              or (holds.status = 'OPEN') <> (holds.captured + holds.released < holds.amount)`,
  },
  {
    name: 'checkpoints',
    rule: 'a checkpoint is the sum of its account’s postings up to it, an old one, too: the past is read from it',
    // Each posting is read once: for the first checkpoint that it is in.
    sql: `select format('%s %s up to %s', accounts.address, accounts.currency, summed.posting_id) as subject,
                 format('%s until %s', summed.sum, summed.sum_until) as expected,
                 format('%s until %s', summed.balance, summed.last_at) as actual
            from (select checkpoints.account_id, checkpoints.posting_id, checkpoints.balance, checkpoints.last_at,
                         coalesce(sum(moved.delta) over earlier, 0) as sum, max(moved.last_at) over earlier as sum_until
                    from (select account_id, posting_id, balance, last_at,
                                 lag(posting_id, 1, 0) over (partition by account_id order by posting_id) as after_id
                            from ledger_checkpoints) as checkpoints
                   cross join lateral (
                      select sum(posted.delta) as delta, max(posted.at) as last_at from (
                        select amount as delta, at from ledger_postings
                         where to_account_id = checkpoints.account_id and to_seq is null
                           and id > checkpoints.after_id and id <= checkpoints.posting_id
                        union all
                        select -amount, at from ledger_postings
                         where from_account_id = checkpoints.account_id and from_seq is null
                           and id > checkpoints.after_id and id <= checkpoints.posting_id) as posted) as moved
                  window earlier as (partition by checkpoints.account_id order by checkpoints.posting_id)) as summed
            ${named} summed.account_id
           where summed.sum <> summed.balance or summed.sum_until is distinct from summed.last_at`,
  },
];
