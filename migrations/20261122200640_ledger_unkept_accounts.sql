-- The few accounts that keep no balance are found without reading the many that do.
create index ledger_accounts_unkept_idx on ledger_accounts (id) where not keeps_balance;
