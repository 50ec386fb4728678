-- What was watched is written all the time and looked for by time once an hour, when the old is forgotten. A summary of
-- blocks does for that, costs next to nothing to keep, and lets a row be written anew in its place.
drop index watched_moments_last_watched_at_idx;
create index watched_moments_last_watched_at_idx on watched_moments using brin (last_watched_at)
  with (pages_per_range = 32);
alter table watched_moments set (fillfactor = 85);
