-- Who is paid: as whom they are taxed, and the bank account that it goes to.

create table tax_profiles (
  account_id  uuid        not null,
  status      text        not null,
  legal_name  text        not null,
  inn         text        not null,
  declared_at timestamptz not null,
  -- When the tax service last said that it is so; null for what it was never asked about or has denied.
  verified_at timestamptz,
  -- Why it is not so any more, as the tax service told.
  refusal     text,
  constraint tax_profiles_pkey primary key (account_id),
  constraint tax_profiles_status_check check (status in ('SELF_EMPLOYED', 'INDIVIDUAL', 'SOLE_PROPRIETOR')),
  constraint tax_profiles_inn_check check (inn ~ '^\d{12}$'),
  constraint tax_profiles_refusal_check check (refusal is null or verified_at is null)
);

-- Where payouts go. A row is never changed but for its end, so a payout says by it where it went.
create table payout_methods (
  id             uuid        not null,
  account_id     uuid        not null,
  kind           text        not null,
  bic            text        not null,
  -- The account's number: sealed with a key that the database does not hold.
  sealed_number  bytea       not null,
  -- Tells equal numbers without telling the number: a keyed hash.
  number_hash    bytea       not null,
  masked_account text        not null,
  bank_name      text        not null,
  set_at         timestamptz not null,
  replaced_at    timestamptz,
  constraint payout_methods_pkey primary key (id),
  constraint payout_methods_kind_check check (kind in ('RU_ACCOUNT', 'IBAN'))
);

create unique index payout_methods_in_force on payout_methods (account_id) where replaced_at is null;
create index payout_methods_account_idx on payout_methods (account_id, set_at);
-- Whether two creators are paid to one account.
create index payout_methods_number_idx on payout_methods (number_hash);

-- While one of them stands nothing is requested, approved or sent.
create table payout_holds (
  account_id uuid        not null,
  reason     text        not null,
  held_at    timestamptz not null,
  constraint payout_holds_pkey primary key (account_id, reason)
);
