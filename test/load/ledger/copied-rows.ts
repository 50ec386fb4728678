import type { AccountAddress } from '@moments/ledger';
import type { Database } from '@moments/platform';
import { seconds } from '../measure.js';

/** The postings of the last close, out of this account. */
const lastClose = (fund: AccountAddress, accruals: number): string => `
  select postings.* from ledger_postings as postings join ledger_accounts as accounts
      on accounts.id = postings.from_account_id and accounts.address = '${fund}'
   order by postings.from_seq desc limit ${accruals}`;

/** What the ledger's triggers ask of accounts and entries, said in keys. */
export const foreignKeys = [
  'alter table copied_entries add foreign key (reverses) references copied_entries (id)',
  `alter table copied_postings
     add foreign key (entry_id) references copied_entries (id),
     add foreign key (from_account_id, currency) references ledger_accounts (id, currency),
     add foreign key (to_account_id, currency) references ledger_accounts (id, currency)`,
];

/** Copies the entries and postings of a fund's last close into empty tables of the same form; gives postings a second. */
export async function copyRows(
  database: Database,
  { fund, accruals, keys }: { fund: AccountAddress; accruals: number; keys: readonly string[] },
): Promise<number> {
  const client = await database.pool.connect();
  try {
    await client.query(`create table copied_entries (like ledger_entries including all)`);
    await client.query(`create table copied_postings (like ledger_postings including all)`);
    for (const key of keys) await client.query(key);
    await client.query(`create temporary table source as ${lastClose(fund, accruals)}`);
    await client.query(
      'create temporary table source_entries as select entries.* from ledger_entries as entries join source on source.entry_id = entries.id',
    );
    const took = await seconds(async () => {
      await client.query('begin');
      await client.query('insert into copied_entries select * from source_entries');
      await client.query('insert into copied_postings overriding system value select * from source');
      await client.query('commit');
    });
    await client.query('drop table copied_entries, copied_postings, source, source_entries');
    return accruals / took;
  } finally {
    client.release();
  }
}
