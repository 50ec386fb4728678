import { statement } from '@moments/platform';

// Where no balance is kept it is the newest checkpoint's and what was posted since.
const sinceCheckpoint = `
  select checkpoint.balance
         + coalesce((select sum(amount) from ledger_postings
                      where to_account_id = accounts.id and to_seq is null and id > checkpoint.posting_id), 0)
         - coalesce((select sum(amount) from ledger_postings
                      where from_account_id = accounts.id and from_seq is null and id > checkpoint.posting_id), 0)
    from (select balance, posting_id from (
            select balance, posting_id from ledger_checkpoints where account_id = accounts.id
            union all select 0, 0) as known
           order by posting_id desc limit 1) as checkpoint`;

const columns = `
  select accounts.address, accounts.currency, coalesce(balances.reserved, 0)::text as reserved,
         balances.closed_at as "closedAt",
         case when accounts.keeps_balance then balances.balance::numeric else (${sinceCheckpoint}) end as balance
    from ledger_accounts as accounts
    left join ledger_balances as balances on balances.account_id = accounts.id`;

/** Every balance as it would be read now. */
export const allBalances = columns;

/** Balances of pairs of address and currency. */
export const balancesOfAccounts = statement(
  'ledger.balances-of-accounts',
  `${columns}
    join unnest($1::text[], $2::text[]) as asked (address, currency)
      on asked.address = accounts.address and asked.currency = accounts.currency`,
);

/** Balances of addresses in each of their currencies. */
export const balancesOfAddresses = statement(
  'ledger.balances-of-addresses',
  `${columns} where accounts.address = any ($1::text[]) order by accounts.address, accounts.currency`,
);

// The last line that is not later. Lines of one account are ordered alike by time and by number, so one step along each
// of the two indexes finds it.
const lastLine = `
  select line.balance from (
    (select from_seq as seq, from_balance as balance from ledger_postings
      where from_account_id = accounts.id and from_seq is not null and at <= $3
      order by at desc, from_seq desc limit 1)
    union all
    (select to_seq, to_balance from ledger_postings
      where to_account_id = accounts.id and to_seq is not null and at <= $3
      order by at desc, to_seq desc limit 1)) as line
   order by line.seq desc limit 1`;

// Of the checkpoints that hold nothing later than the instant, the newest; then what is not later after it.
const sumUntil = `
  select checkpoint.balance
         + coalesce((select sum(amount) from ledger_postings
                      where to_account_id = accounts.id and to_seq is null and id > checkpoint.posting_id and at <= $3), 0)
         - coalesce((select sum(amount) from ledger_postings
                      where from_account_id = accounts.id and from_seq is null and id > checkpoint.posting_id
                        and at <= $3), 0)
    from (select balance, posting_id from (
            select balance, posting_id from ledger_checkpoints where account_id = accounts.id and last_at <= $3
            union all select 0, 0) as known
           order by posting_id desc limit 1) as checkpoint`;

/** Balances of pairs of address and currency at an instant, its own postings included. */
export const balancesAt = statement(
  'ledger.balances-at',
  `select accounts.address, accounts.currency,
          coalesce(case when accounts.keeps_balance then (${lastLine})::numeric else (${sumUntil}) end, 0)::text as balance
     from ledger_accounts as accounts
     join unnest($1::text[], $2::text[]) as asked (address, currency)
       on asked.address = accounts.address and asked.currency = accounts.currency`,
);
