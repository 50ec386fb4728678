-- Who follows whom, who likes what, and how many: a counter row changes in the transaction of the row that it counts.
create table follows (
  -- The graph is spread by the account that follows.
  follower_id uuid        not null,
  followee_id uuid        not null,
  created_at  timestamptz not null,
  constraint follows_pkey primary key (follower_id, followee_id),
  constraint follows_not_oneself check (follower_id <> followee_id)
);
-- The lists "following" and "followers", newest first.
create index follows_following_idx on follows (follower_id, created_at desc, followee_id desc);
create index follows_followers_idx on follows (followee_id, created_at desc, follower_id desc);

create table likes (
  -- Likes are spread by the moment, beside its counters.
  moment_id  uuid        not null,
  account_id uuid        not null,
  created_at timestamptz not null,
  constraint likes_pkey primary key (moment_id, account_id)
);
-- What an account takes along when it is deleted.
create index likes_account_id_idx on likes (account_id, moment_id);

create table moment_counters (
  moment_id uuid    not null,
  author_id uuid    not null,
  likes     integer not null default 0,
  comments  integer not null default 0,
  shares    integer not null default 0,
  saves     integer not null default 0,
  -- Set when the moment is gone: from then on nothing is added.
  closed_at timestamptz,
  constraint moment_counters_pkey primary key (moment_id),
  constraint moment_counters_not_negative check (likes >= 0 and comments >= 0 and shares >= 0 and saves >= 0)
);
create index moment_counters_author_id_idx on moment_counters (author_id);

create table profile_counters (
  account_id     uuid    not null,
  followers      integer not null default 0,
  following      integer not null default 0,
  likes_received integer not null default 0,
  -- Set when the account is gone: from then on nothing is added.
  closed_at      timestamptz,
  constraint profile_counters_pkey primary key (account_id),
  constraint profile_counters_not_negative check (followers >= 0 and following >= 0 and likes_received >= 0)
);
