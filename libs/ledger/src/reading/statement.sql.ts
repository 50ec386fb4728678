import { statement } from '@moments/platform';

const lines = (side: 'from' | 'to', sign: '-' | '') => {
  const other = side === 'from' ? 'to' : 'from';
  return `
    (select entry_id, ordinal, ${sign}amount as amount, at, ${side}_seq as seq, ${side}_balance as balance,
            ${other}_account_id as other_id, '${side}' as side
       from ledger_postings
      where ${side}_account_id = accounts.id and ${side}_seq is not null
        and ($3::timestamptz is null or (at, ${side}_seq) < ($3, $4::bigint))
      order by at desc, ${side}_seq desc limit $5)`;
};

/** The newest lines of pairs of address and currency, before a position; a short walk along two indexes for each. */
export const statementLines = statement(
  'ledger.statement-lines',
  `select asked.place::integer as place, line.entry_id as "entryId", line.ordinal, line.amount, line.at, line.seq,
          line.balance, line.side, entries.kind, entries.reference, entries.reverses, other.address as counterparty
     from unnest($1::text[], $2::text[]) with ordinality as asked (address, currency, place)
     join ledger_accounts as accounts on accounts.address = asked.address and accounts.currency = asked.currency
    cross join lateral (
      select * from (${lines('from', '-')} union all ${lines('to', '')}) as newest
       order by newest.at desc, newest.seq desc limit $5) as line
     join ledger_entries as entries on entries.id = line.entry_id
     join ledger_accounts as other on other.id = line.other_id
    order by asked.place, line.at desc, line.seq desc`,
);

/** Postings of entries, each with its entry. */
const entryColumns = `
  select entries.id, entries.kind, entries.reference, entries.scope, entries.key, entries.currency, entries.at,
         entries.reverses, entries.hold_id as "holdId", postings.amount,
         origin.address as "from", target.address as "to"
    from ledger_entries as entries
    join ledger_postings as postings on postings.entry_id = entries.id
    join ledger_accounts as origin on origin.id = postings.from_account_id
    join ledger_accounts as target on target.id = postings.to_account_id`;

export const entriesById = statement(
  'ledger.entries-by-id',
  `${entryColumns} where entries.id = any ($1::uuid[]) order by entries.id, postings.ordinal`,
);

/** Entries in the order of their ids, which is that of their time as the application saw it. */
export const entriesAfter = statement(
  'ledger.entries-after',
  `${entryColumns}
    where entries.id in (select id from ledger_entries where $1::uuid is null or id > $1 order by id limit $2)
    order by entries.id, postings.ordinal`,
);
