-- A view belongs to the business day on which it was served. What is told besides makes one viewer of several reports,
-- and finds those who are not people.
alter table view_events rename column served_on to day;

alter table view_events
  -- Out of the signed token.
  add column served_at     timestamptz,
  add column feed_position smallint,
  -- The moment's author and its playing time when the view was recorded. Without a playing time: photos.
  add column creator_id    uuid,
  add column duration_ms   integer,
  -- Whom uniqueness is by: the account, else the device that the token was made for, else the feed session.
  add column viewer_key    uuid,
  -- Keyed hashes of what the app says of its device, and of the client's network (/24, or /48 of IPv6).
  add column device_id     uuid,
  add column network_key   bytea,
  -- The network is a data centre's.
  add column hosted        boolean not null default false;

update view_events set served_at = occurred_at, viewer_key = coalesce(viewer_id, feed_session_id);

alter table view_events
  alter column served_at set not null,
  alter column viewer_key set not null,
  add constraint view_events_facts_check check (feed_position >= 0 and duration_ms >= 0);

-- Events come in the order of this: a few pages say where those of the last minutes are.
create index view_events_recorded_at_idx on view_events using brin (recorded_at);

-- Up to when each viewer has been watching, were everything watched one after the other: a person watches no more than
-- time passes. Also the row that reports of one viewer wait for. Forgotten when it lies well behind.
create table viewer_clocks (
  viewer_key uuid        not null,
  busy_until timestamptz not null,
  constraint viewer_clocks_pkey primary key (viewer_key)
) with (fillfactor = 70);
