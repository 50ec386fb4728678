-- Who wants nothing to do with whom. It counts both ways: neither of the two sees the other.
create table blocks (
  blocker_id uuid        not null,
  blocked_id uuid        not null,
  created_at timestamptz not null,
  constraint blocks_pkey primary key (blocker_id, blocked_id),
  constraint blocks_not_oneself check (blocker_id <> blocked_id)
);
-- "Whom have I blocked", newest first, and what an account takes along when it is deleted.
create index blocks_newest_idx on blocks (blocker_id, created_at desc, blocked_id desc);
create index blocks_blocked_id_idx on blocks (blocked_id, blocker_id);
