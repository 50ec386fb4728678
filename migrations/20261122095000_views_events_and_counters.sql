-- What was watched. Events are kept by day and dropped by day; what must last longer is in the other tables.
create table view_events (
  -- Views are spread by the moment.
  moment_id       uuid        not null,
  -- Made by the client: sending an event again finds it here.
  id              uuid        not null,
  -- Day (UTC) on which the moment was served, out of the signed token: a resend on a later day, or with another
  -- occurred_at, still meets its first copy.
  served_on       date        not null,
  feed_session_id uuid        not null,
  -- Null when nobody was signed in.
  viewer_id       uuid,
  surface         text        not null,
  promoted        boolean     not null,
  watched_ms      integer     not null,
  position_ms     integer,
  loops           integer     not null,
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null,
  constraint view_events_pkey primary key (moment_id, id, served_on),
  constraint view_events_surface_check check (surface in ('FOR_YOU', 'FOLLOWING')),
  constraint view_events_amounts_check check (watched_ms >= 0 and position_ms >= 0 and loops >= 0)
) partition by range (served_on);

create table watched_moments (
  viewer_id       uuid        not null,
  moment_id       uuid        not null,
  last_watched_at timestamptz not null,
  constraint watched_moments_pkey primary key (viewer_id, moment_id)
);
-- What is forgotten when it no longer keeps a moment out of the feed.
create index watched_moments_last_watched_at_idx on watched_moments (last_watched_at);

create table moment_view_counters (
  moment_id uuid   not null,
  views     bigint not null default 0,
  constraint moment_view_counters_pkey primary key (moment_id),
  constraint moment_view_counters_not_negative check (views >= 0)
);

-- Views that are stored but not counted yet: one row per report, so that a moment everybody watches is no row that
-- everybody waits for. Folded into moment_view_counters every second.
create table uncounted_views (
  id         bigint generated always as identity,
  -- One entry per view.
  moment_ids uuid[] not null,
  constraint uncounted_views_pkey primary key (id)
);
