-- What people write under moments: comments, the replies to each (one level), and who likes them.
create table comments (
  -- Spread by the moment, beside its counters.
  moment_id       uuid        not null,
  id              uuid        not null,
  writer_id       uuid        not null,
  -- The comment that this one answers; it answers none itself.
  reply_to_id     uuid,
  text            text        not null,
  -- Counted with their rows, in the same transaction. Replies: those that were not removed themselves.
  likes           integer     not null default 0,
  replies         integer     not null default 0,
  pinned_at       timestamptz,
  -- A removed comment hides its replies, whose own rows stay as they are.
  removed_at      timestamptz,
  removed_by      text,
  idempotency_key text        not null,
  input_hash      text        not null,
  -- The same for texts that differ only in what a reader hardly sees: tells a flood of one comment.
  likeness        text        not null,
  created_at      timestamptz not null,
  constraint comments_pkey primary key (moment_id, id),
  constraint comments_key_once unique (moment_id, writer_id, idempotency_key),
  constraint comments_not_negative check (likes >= 0 and replies >= 0),
  constraint comments_one_level check (reply_to_id is null or (replies = 0 and pinned_at is null)),
  constraint comments_removed_by_known check (removed_by in ('writer', 'author', 'moderator')),
  constraint comments_removed_whole check (
    (removed_at is null) = (removed_by is null) and (removed_at is null or pinned_at is null)),
  constraint comments_text_there check (text <> '' or removed_at is not null)
);
create index comments_id_idx on comments (id);
-- A moment's list: the pinned ones, then the newest.
create index comments_listed_idx on comments (moment_id, (pinned_at is not null) desc, created_at desc, id desc)
  where reply_to_id is null and removed_at is null;
-- A comment's replies as they came.
create index comments_replies_idx on comments (moment_id, reply_to_id, created_at, id)
  where reply_to_id is not null and removed_at is null;
-- How much an account has written lately, and what it takes along when it is deleted.
create index comments_writer_id_idx on comments (writer_id, created_at);
-- A key that comes again under another moment.
create index comments_key_idx on comments (writer_id, idempotency_key);
create index comments_removed_at_idx on comments (removed_at) where removed_at is not null;

create table comment_likes (
  moment_id  uuid        not null,
  comment_id uuid        not null,
  account_id uuid        not null,
  created_at timestamptz not null,
  constraint comment_likes_pkey primary key (moment_id, comment_id, account_id)
);
-- What an account takes along when it is deleted.
create index comment_likes_account_id_idx on comment_likes (account_id, comment_id);
