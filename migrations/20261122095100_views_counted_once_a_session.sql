-- Whether a feed session has seen a moment before: only the first time counts.
create index view_events_feed_session_id_moment_id_idx on view_events (feed_session_id, moment_id);
