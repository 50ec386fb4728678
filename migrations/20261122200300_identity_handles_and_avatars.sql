-- Handles are unique by what they look like, the ones that people gave up stay theirs for a while, and profiles have faces.

-- What a handle looks like: two handles with one skeleton can be taken for each other. Source: Unicode UTS 39, confusables,
-- restricted to our alphabet; an underscore beside another reads as one long line.
create function handle_skeleton(handle text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(
    replace(replace(translate(lower(handle collate "C"), '01i', 'oll'), 'm', 'rn'), 'w', 'vv'),
    '_+', '_', 'g'
  );

alter table profiles add column avatar jsonb;
alter table profiles add column handle_skeleton text not null generated always as (handle_skeleton(handle)) stored;
create unique index profiles_handle_skeleton_key on profiles (handle_skeleton);

comment on column profiles.avatar is 'the picture as it is stored: base, sizes, thumbhash, variants';

create table former_handles (
  id              uuid        not null,
  account_id      uuid        not null,
  handle          text        not null,
  handle_skeleton text        not null generated always as (handle_skeleton(handle)) stored,
  left_at         timestamptz not null,
  -- Until then it leads to the account, and nobody else may take it.
  held_until      timestamptz not null,
  constraint former_handles_pkey primary key (id),
  constraint former_handles_account_id_fkey foreign key (account_id) references accounts (id)
);
create index former_handles_handle_idx on former_handles (lower(handle collate "C"), left_at desc);
create index former_handles_skeleton_idx on former_handles (handle_skeleton);
-- How often an account has changed its handle lately.
create index former_handles_account_id_idx on former_handles (account_id, left_at);
create index former_handles_held_until_idx on former_handles (held_until);
