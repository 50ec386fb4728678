-- Double entry. An account is an address in one currency; an entry moves money by postings from one account to another.

create table ledger_accounts (
  id              bigint      generated always as identity,
  -- Who and what for: creator:<uuid>:available. The kinds of addresses are declared in libs/ledger.
  address         text        not null,
  currency        text        not null,
  kind            text        not null,
  may_go_negative boolean     not null,
  -- False for accounts that everybody posts to: a row of their balance would be locked by all of them.
  keeps_balance   boolean     not null,
  opened_at       timestamptz not null,
  constraint ledger_accounts_pkey primary key (id),
  constraint ledger_accounts_address_key unique (address, currency),
  -- What holds and balances refer to, so that they cannot say another currency or another rule.
  constraint ledger_accounts_currency_key unique (id, currency),
  constraint ledger_accounts_rule_key unique (id, may_go_negative),
  constraint ledger_accounts_currency_check check (currency ~ '^[A-Z]{3}$'),
  -- Where no balance is kept there is nothing that could refuse an overdraft.
  constraint ledger_accounts_unguarded_check check (keeps_balance or may_go_negative)
);

-- Written at every posting, in place: half of each page is left for the next version of its rows.
create table ledger_balances (
  account_id      bigint      not null,
  may_go_negative boolean     not null,
  balance         bigint      not null default 0,
  -- The part of the balance that open holds keep for something.
  reserved        bigint      not null default 0,
  -- Number of the account's newest line: its postings count 1, 2, 3 …
  seq             bigint      not null default 0,
  -- When the newest line was posted; a later line is never dated earlier.
  last_at         timestamptz not null,
  closed_at       timestamptz,
  constraint ledger_balances_pkey primary key (account_id),
  constraint ledger_balances_account_fkey foreign key (account_id, may_go_negative)
    references ledger_accounts (id, may_go_negative),
  constraint ledger_balances_no_overdraft check (may_go_negative or balance >= reserved),
  constraint ledger_balances_reserved_check check (reserved >= 0),
  -- A closed account is empty, so whatever moves money in or out of it is refused.
  constraint ledger_balances_closed_check check (closed_at is null or (balance = 0 and reserved = 0))
) with (fillfactor = 50);

create table ledger_entries (
  -- UUIDv7 of the application: the order of ids is roughly the order of time.
  id            uuid        not null,
  -- Who made the key: 'product' for keys that follow from what is posted, otherwise whoever sent it.
  scope         text        not null,
  key           text        not null,
  kind          text        not null,
  reference     text        not null,
  currency      text        not null,
  -- SHA-256 of what was asked for: tells a repeated call from another one under the same key.
  input_hash    bytea       not null,
  -- Sum and number of the postings, so that none can be added or lost unseen.
  total         bigint      not null,
  posting_count integer     not null,
  -- An earlier entry, as ledger_check_reverses wants: a foreign key would also be asked for the many that reverse none.
  reverses      uuid,
  hold_id       uuid,
  at            timestamptz not null,
  constraint ledger_entries_pkey primary key (id),
  constraint ledger_entries_key unique (scope, key),
  constraint ledger_entries_reverses_check check (reverses <> id),
  constraint ledger_entries_input_hash_check check (length(input_hash) = 32),
  constraint ledger_entries_total_check check (total > 0 and posting_count > 0)
);
create index ledger_entries_reverses_idx on ledger_entries (reverses) where reverses is not null;
create index ledger_entries_hold_idx on ledger_entries (hold_id) where hold_id is not null;

-- No foreign keys: ledger_check_postings wants the whole entry and both accounts in its currency, which says more, once for all
-- rows of a statement; and neither entries nor accounts ever change or go.
create table ledger_postings (
  entry_id         uuid        not null,
  ordinal          integer     not null,
  id               bigint      generated always as identity,
  currency         text        not null,
  from_account_id  bigint      not null,
  to_account_id    bigint      not null,
  -- Minor units; at most 18 digits, so that no sum of a few of them leaves what a bigint holds.
  amount           bigint      not null,
  -- The entry's time, kept here for the statements' indexes.
  at               timestamptz not null,
  -- The line's number in the account's statement and the balance after it; null where no balance is kept.
  from_seq         bigint,
  from_balance     bigint,
  to_seq           bigint,
  to_balance       bigint,
  -- Which posting of the reversed entry this one takes back.
  reverses_ordinal integer,
  constraint ledger_postings_pkey primary key (entry_id, ordinal),
  constraint ledger_postings_parties_check check (from_account_id <> to_account_id),
  constraint ledger_postings_amount_check check (amount between 1 and 999999999999999999),
  constraint ledger_postings_lines_check
    check ((from_seq is null) = (from_balance is null) and (to_seq is null) = (to_balance is null))
);
-- A statement, and the balance at an instant: lines of one account are ordered alike by time and by number.
create index ledger_postings_from_line_idx on ledger_postings (from_account_id, at, from_seq) where from_seq is not null;
create index ledger_postings_to_line_idx on ledger_postings (to_account_id, at, to_seq) where to_seq is not null;
-- What is added up where no balance is kept.
create index ledger_postings_from_idx on ledger_postings (from_account_id, id) where from_seq is null;
create index ledger_postings_to_idx on ledger_postings (to_account_id, id) where to_seq is null;

-- How much of a posting has been taken back; at most the posting itself.
create table ledger_reversals (
  entry_id uuid    not null,
  ordinal  integer not null,
  -- The posting's.
  amount   bigint  not null,
  reversed bigint  not null,
  constraint ledger_reversals_pkey primary key (entry_id, ordinal),
  constraint ledger_reversals_posting_fkey foreign key (entry_id, ordinal)
    references ledger_postings (entry_id, ordinal),
  constraint ledger_reversals_not_more_than_posted check (reversed between 1 and amount)
);

create table ledger_holds (
  id         uuid        not null,
  scope      text        not null,
  key        text        not null,
  input_hash bytea       not null,
  account_id bigint      not null,
  currency   text        not null,
  reference  text        not null,
  amount     bigint      not null,
  captured   bigint      not null default 0,
  released   bigint      not null default 0,
  status     text        not null default 'OPEN',
  created_at timestamptz not null,
  expires_at timestamptz,
  closed_at  timestamptz,
  constraint ledger_holds_pkey primary key (id),
  constraint ledger_holds_key unique (scope, key),
  constraint ledger_holds_account_fkey foreign key (account_id, currency) references ledger_accounts (id, currency),
  constraint ledger_holds_balance_fkey foreign key (account_id) references ledger_balances (account_id),
  constraint ledger_holds_status_check check (status in ('OPEN', 'CAPTURED', 'RELEASED', 'EXPIRED')),
  constraint ledger_holds_amounts_check check (
    amount between 1 and 999999999999999999 and captured >= 0 and released >= 0 and captured + released <= amount),
  -- Open as long as something of it is left.
  constraint ledger_holds_open_check check ((status = 'OPEN') = (captured + released < amount)),
  constraint ledger_holds_closed_at_check check ((status = 'OPEN') = (closed_at is null))
);
create index ledger_holds_expiry_idx on ledger_holds (expires_at) where status = 'OPEN' and expires_at is not null;
create index ledger_holds_open_idx on ledger_holds (account_id) where status = 'OPEN';

-- Sums of accounts that keep no balance, over their postings up to one of them.
create table ledger_checkpoints (
  account_id bigint      not null,
  -- Every posting up to this id is in the sum, and none will be added below it.
  posting_id bigint      not null,
  balance    numeric     not null,
  -- The newest time among them.
  last_at    timestamptz not null,
  constraint ledger_checkpoints_pkey primary key (account_id, posting_id),
  constraint ledger_checkpoints_account_fkey foreign key (account_id) references ledger_accounts (id)
);
