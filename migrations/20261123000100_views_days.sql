-- What each moment was watched on each business day, and the end of a day: what money is computed from.

create table view_days (
  day       date        not null,
  closed_at timestamptz not null,
  -- The rules of that day's close: what is counted anew later is counted by them.
  rules     jsonb       not null,
  moments   integer     not null,
  views     bigint      not null,
  qualified bigint      not null,
  constraint view_days_pkey primary key (day)
);

-- Written once, when the day is closed, and never changed: what is found later is a correction. A view is what one viewer
-- watched of a moment in one feed session; each is in exactly one of the seven outcomes.
create table moment_view_days (
  -- Kept and spread by the moment.
  moment_id  uuid      not null,
  day        date      not null,
  creator_id uuid      not null,
  views      integer   not null,
  qualified  integer   not null,
  own        integer   not null,
  promoted   integer   not null,
  invalid    integer   not null,
  too_short  integer   not null,
  held       integer   not null,
  repeated   integer   not null,
  -- Qualified views that were watched to the end.
  completed  integer   not null,
  -- Of everything that was told, glimpses that make no view included.
  watch_ms   bigint    not null,
  viewers    integer   not null,
  -- Viewers of a known playing time, and how many of them saw it up to 5 %, 10 %, … 100 % of it.
  timed      integer   not null,
  retention  integer[] not null,
  constraint moment_view_days_pkey primary key (moment_id, day),
  constraint moment_view_days_retention_check check (array_length(retention, 1) = 20),
  constraint moment_view_days_views_check
    check (views = qualified + own + promoted + invalid + too_short + held + repeated and completed <= qualified)
);
-- A day in the order in which it is paid.
create index moment_view_days_day_idx on moment_view_days (day, creator_id, moment_id);
create index moment_view_days_creator_idx on moment_view_days (creator_id, day);

-- What a closed day turned out to be off by: signed. A day is what was frozen and all of its corrections together.
create table view_corrections (
  -- In order of commits: whoever reads on after a number misses none.
  seq        bigint      not null generated always as identity,
  day        date        not null,
  moment_id  uuid        not null,
  creator_id uuid        not null,
  views      integer     not null,
  qualified  integer     not null,
  own        integer     not null,
  promoted   integer     not null,
  invalid    integer     not null,
  too_short  integer     not null,
  held       integer     not null,
  repeated   integer     not null,
  completed  integer     not null,
  watch_ms   bigint      not null,
  viewers    integer     not null,
  timed      integer     not null,
  retention  integer[]   not null,
  found_at   timestamptz not null,
  cause      text        not null,
  constraint view_corrections_pkey primary key (seq),
  constraint view_corrections_retention_check check (array_length(retention, 1) = 20)
);
create index view_corrections_moment_idx on view_corrections (moment_id, day);
create index view_corrections_day_idx on view_corrections (day, moment_id);
create index view_corrections_creator_idx on view_corrections (creator_id, day);

-- Who had a qualified view on the day before and came back on this one: from when on they count again.
create table returning_viewers (
  day         date        not null,
  moment_id   uuid        not null,
  viewer_key  uuid        not null,
  counts_from timestamptz not null,
  constraint returning_viewers_pkey primary key (day, moment_id, viewer_key)
);

create function views_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'closed days of views stand: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'restrict_violation', hint = 'Count the day anew: what differs becomes a correction.';
end $$;

create trigger view_days_stand before update or delete or truncate on view_days
  for each statement execute function views_refuse_change();
create trigger moment_view_days_stand before update or delete or truncate on moment_view_days
  for each statement execute function views_refuse_change();
create trigger view_corrections_stand before update or delete or truncate on view_corrections
  for each statement execute function views_refuse_change();

-- A close writes the moments first and the day last: nothing joins a day that stands.
create function views_refuse_late_moments() returns trigger language plpgsql as $$
begin
  if exists (select from added where exists (select from view_days where view_days.day = added.day)) then
    raise exception 'closed days of views stand: insert into moment_view_days is refused'
      using errcode = 'restrict_violation', hint = 'Count the day anew: what differs becomes a correction.';
  end if;
  return null;
end $$;

create trigger moment_view_days_in_time after insert on moment_view_days
  referencing new table as added for each statement execute function views_refuse_late_moments();

alter table view_days enable always trigger view_days_stand;
alter table moment_view_days enable always trigger moment_view_days_stand;
alter table moment_view_days enable always trigger moment_view_days_in_time;
alter table view_corrections enable always trigger view_corrections_stand;
