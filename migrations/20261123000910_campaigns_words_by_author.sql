-- When an account is deleted, what it has written is found by its author.
create index engagement_messages_author_idx on engagement_messages (author_id);
create index disputes_opened_by_idx on disputes (opened_by);
create index dispute_statements_author_idx on dispute_statements (author_id);
create index engagement_ratings_author_idx on engagement_ratings (author_id) where text <> '';
create index submissions_decided_by_idx on submissions (decided_by) where comment <> '';
