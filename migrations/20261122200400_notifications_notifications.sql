-- What people are told. Acts of one kind on one subject come together in one notification until it is read.
create table notifications (
  -- Everything is spread by who is told.
  recipient_id  uuid        not null,
  id            uuid        not null,
  -- Kinds come and go with the code that tells them, so they are not listed here.
  kind          text        not null,
  subject_id    uuid        not null,
  -- The moment without which it means nothing; it goes with it.
  moment_id     uuid,
  -- How many different accounts acted, and the newest of them, the last first; none when the platform itself tells.
  actors_count  integer     not null default 0,
  newest_actors uuid[]      not null default '{}',
  -- What the platform says beside the kind: a reason, a moderator's words.
  details       jsonb,
  -- Of its last act; of one recipient no two are equal, and none becomes visible before an earlier one.
  created_at    timestamptz not null,
  read_at       timestamptz,
  constraint notifications_pkey primary key (recipient_id, id),
  constraint notifications_actors_counted check (
    actors_count >= cardinality(newest_actors) and cardinality(newest_actors) <= 3)
);
-- The list, newest first; and what is new since a moment in time.
create index notifications_newest_idx on notifications (recipient_id, created_at desc, id desc);
-- The group that a new act joins; and all that is unread.
create index notifications_unread_idx on notifications (recipient_id, kind, subject_id) where read_at is null;
-- What goes along with a moment, or with one of its comments.
create index notifications_moment_id_idx on notifications (moment_id, subject_id) where moment_id is not null;
-- What has been kept long enough.
create index notifications_created_at_idx on notifications (created_at);

-- Every act that somebody was told of: the same act never tells twice, taken back and done again or delivered twice.
create table notification_acts (
  recipient_id    uuid        not null,
  kind            text        not null,
  subject_id      uuid        not null,
  -- What makes the act itself: who did it, the comment that it is, or the event that told it.
  act_id          uuid        not null,
  actor_id        uuid,
  notification_id uuid        not null,
  acted_at        timestamptz not null,
  constraint notification_acts_pkey primary key (recipient_id, kind, subject_id, act_id)
);
-- The acts of a notification.
create index notification_acts_notification_id_idx on notification_acts (recipient_id, notification_id);
-- What somebody did to whom: goes along when they are blocked or deleted.
create index notification_acts_actor_id_idx on notification_acts (actor_id, recipient_id) where actor_id is not null;
-- Acts that are things of their own and can be removed: comments.
create index notification_acts_act_id_idx on notification_acts (act_id) where act_id <> actor_id;

-- One row for each account that was ever told something. Who tells or takes back locks it, so that an account's
-- notifications change one after the other.
create table notification_counters (
  recipient_id uuid        not null,
  unread       integer     not null default 0,
  -- The latest notifications.created_at that was ever given.
  last_at      timestamptz not null,
  -- Set when the account is gone: from then on it is told nothing.
  closed_at    timestamptz,
  constraint notification_counters_pkey primary key (recipient_id),
  constraint notification_counters_not_negative check (unread >= 0)
);

-- What an account has said about a kind; without a row it is as the kind is by itself.
create table notification_settings (
  account_id uuid        not null,
  kind       text        not null,
  enabled    boolean     not null,
  changed_at timestamptz not null,
  constraint notification_settings_pkey primary key (account_id, kind)
);
