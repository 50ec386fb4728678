-- What people keep for themselves, and what they have passed on: spread by the moment, beside its counters.
create table saves (
  moment_id  uuid        not null,
  account_id uuid        not null,
  created_at timestamptz not null,
  constraint saves_pkey primary key (moment_id, account_id)
);
-- An account's own list, newest first, and what it takes along when it is deleted.
create index saves_newest_idx on saves (account_id, created_at desc, moment_id desc);

-- One row however often an account shares a moment: the counter tells people, not clicks.
create table shares (
  moment_id  uuid        not null,
  account_id uuid        not null,
  created_at timestamptz not null,
  constraint shares_pkey primary key (moment_id, account_id)
);
-- What an account takes along when it is deleted.
create index shares_account_id_idx on shares (account_id, moment_id);
