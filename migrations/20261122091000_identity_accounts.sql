-- Who people are: accounts, the identities that another issuer vouches for, public profiles, signed-in devices.
create table accounts (
  id                uuid not null,
  email             text,
  -- Argon2id in PHC form; null for accounts that sign in at another issuer.
  password_hash     text,
  region            text not null,
  birth_date        date,
  status            text not null,
  created_at        timestamptz not null,
  status_changed_at timestamptz not null,
  constraint accounts_pkey primary key (id),
  constraint accounts_region_check check (region ~ '^[A-Z]{2}$'),
  constraint accounts_status_check check (status in ('active', 'suspended', 'deleted')),
  constraint accounts_password_needs_email_check check (password_hash is null or email is not null),
  -- What is left of a deleted account says nothing about a person.
  constraint accounts_deleted_is_erased_check check (
    status <> 'deleted' or (email is null and password_hash is null and birth_date is null)
  )
);
-- Only an address that signs in must be unique: another issuer's addresses are theirs to keep unique.
create unique index accounts_email_key on accounts (email) where password_hash is not null;

create table external_identities (
  issuer         text not null,
  -- SHA-256 of the subject: enough to recognise a person, useless to find one.
  subject_digest bytea not null,
  account_id     uuid not null,
  created_at     timestamptz not null,
  constraint external_identities_pkey primary key (issuer, subject_digest),
  constraint external_identities_account_id_fkey foreign key (account_id) references accounts (id)
);
create index external_identities_account_id_idx on external_identities (account_id);

create table profiles (
  -- The account's own id: the profile is its public face.
  id           uuid not null,
  handle       text not null,
  display_name text not null,
  bio          text not null,
  created_at   timestamptz not null,
  erased_at    timestamptz,
  constraint profiles_pkey primary key (id),
  constraint profiles_id_fkey foreign key (id) references accounts (id),
  constraint profiles_handle_check check (handle ~ '^[A-Za-z0-9._]{3,30}$')
);
-- "C", because lower('I') is not 'i' in every locale.
create unique index profiles_handle_key on profiles (lower(handle collate "C"));

create table sessions (
  id           uuid not null,
  account_id   uuid not null,
  user_agent   text,
  created_at   timestamptz not null,
  last_used_at timestamptz not null,
  expires_at   timestamptz not null,
  ended_at     timestamptz,
  end_reason   text,
  constraint sessions_pkey primary key (id),
  constraint sessions_account_id_fkey foreign key (account_id) references accounts (id),
  constraint sessions_end_reason_check check (
    end_reason in ('signed_out', 'revoked', 'replayed', 'password_changed', 'crowded_out', 'account_deleted')
  ),
  constraint sessions_end_check check ((ended_at is null) = (end_reason is null))
);
create index sessions_live_idx on sessions (account_id, last_used_at) where ended_at is null;
create index sessions_expires_at_idx on sessions (expires_at);
create index sessions_ended_at_idx on sessions (ended_at) where ended_at is not null;

create table refresh_tokens (
  -- SHA-256 of the token, which itself is never stored.
  token_hash       bytea not null,
  session_id       uuid not null,
  created_at       timestamptz not null,
  used_at          timestamptz,
  -- The token that took its place, readable only with this one in hand.
  sealed_successor bytea,
  constraint refresh_tokens_pkey primary key (token_hash),
  constraint refresh_tokens_session_id_fkey foreign key (session_id) references sessions (id) on delete cascade,
  constraint refresh_tokens_successor_check check ((used_at is null) = (sealed_successor is null))
);
create index refresh_tokens_session_id_idx on refresh_tokens (session_id);
