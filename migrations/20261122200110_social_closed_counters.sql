-- What is closed counts nothing. Whoever adds to a moment that is being removed meanwhile fails here, with all that they
-- wrote: then a like and its counter can be one statement that decides nothing.
alter table moment_counters add constraint moment_counters_closed_is_empty
  check (closed_at is null or (likes = 0 and comments = 0 and shares = 0 and saves = 0));
alter table profile_counters add constraint profile_counters_closed_is_empty
  check (closed_at is null or (followers = 0 and following = 0 and likes_received = 0));
