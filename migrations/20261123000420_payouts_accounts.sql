-- A row for everybody who is or was to be paid: whoever decides about an account's payouts holds it meanwhile.
create table payout_accounts (
  account_id uuid not null,
  constraint payout_accounts_pkey primary key (account_id)
);
