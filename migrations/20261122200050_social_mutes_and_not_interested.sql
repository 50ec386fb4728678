-- Whom somebody keeps out of their own feed and notifications. Nobody else can tell.
create table mutes (
  muter_id   uuid        not null,
  muted_id   uuid        not null,
  created_at timestamptz not null,
  constraint mutes_pkey primary key (muter_id, muted_id),
  constraint mutes_not_oneself check (muter_id <> muted_id)
);
-- "Whom have I muted", newest first, and what an account takes along when it is deleted.
create index mutes_newest_idx on mutes (muter_id, created_at desc, muted_id desc);
create index mutes_muted_id_idx on mutes (muted_id, muter_id);

-- What somebody never wants to be shown again in their feed …
create table not_interested_moments (
  account_id uuid        not null,
  moment_id  uuid        not null,
  created_at timestamptz not null,
  constraint not_interested_moments_pkey primary key (account_id, moment_id)
);
-- What goes along with a moment that is removed.
create index not_interested_moments_moment_id_idx on not_interested_moments (moment_id, account_id);

-- … and whose it was, the last time: their other moments weigh less for a while.
create table not_interested_authors (
  account_id uuid        not null,
  author_id  uuid        not null,
  told_at    timestamptz not null,
  constraint not_interested_authors_pkey primary key (account_id, author_id)
);
-- What an author takes along when their account is deleted.
create index not_interested_authors_author_id_idx on not_interested_authors (author_id, account_id);
