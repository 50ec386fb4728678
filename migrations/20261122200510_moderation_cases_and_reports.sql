-- What people report, the cases that this opens, and what moderators decide. A case is decided at most once: an appeal
-- is a case of its own.
create table moderation_cases (
  id           uuid        not null,
  subject_kind text        not null,
  subject_id   uuid        not null,
  -- Whose it is.
  author_id    uuid        not null,
  -- The moment itself, or the one that a comment stands under.
  moment_id    uuid,
  -- Of its reports, each once, in the order they came; an appeal begins with those of the decision.
  reasons      text[]      not null,
  -- Counted with their rows, in the same transaction; an appeal begins with those of the decision.
  reports      integer     not null,
  -- The author's words; empty once their account is gone, null unless the case is an appeal.
  appeal       text,
  -- The case whose decision is appealed.
  appeal_of    uuid,
  opened_at    timestamptz not null,
  outcome      text,
  decided_by   uuid,
  reason       text,
  -- The moderator's words to the author.
  message      text,
  closed_at    timestamptz,
  constraint moderation_cases_pkey primary key (id),
  constraint moderation_cases_appealed_exists foreign key (appeal_of) references moderation_cases (id),
  constraint moderation_cases_appealed_once unique (appeal_of),
  constraint moderation_cases_subject_known check (subject_kind in ('moment', 'comment', 'profile')),
  constraint moderation_cases_outcome_known check (outcome in ('APPROVED', 'REJECTED', 'GONE')),
  constraint moderation_cases_closed_whole check ((closed_at is null) = (outcome is null)),
  constraint moderation_cases_decided_by_told check ((decided_by is not null) = (coalesce(outcome, 'GONE') <> 'GONE')),
  constraint moderation_cases_reason_told check (outcome is distinct from 'REJECTED' or reason is not null),
  constraint moderation_cases_reports_not_negative check (reports >= 0)
);
-- One open case for each subject.
create unique index moderation_cases_open_key on moderation_cases (subject_kind, subject_id) where closed_at is null;
-- The queue, oldest first.
create index moderation_cases_queue_idx on moderation_cases (opened_at, id) where closed_at is null;
-- What was decided of a subject before.
create index moderation_cases_subject_idx on moderation_cases (subject_kind, subject_id, opened_at desc);
-- An author's strikes, and what goes with an account.
create index moderation_cases_author_id_idx on moderation_cases (author_id, closed_at);
-- What goes with a moment.
create index moderation_cases_moment_id_idx on moderation_cases (moment_id) where closed_at is null;

create table reports (
  id           uuid        not null,
  case_id      uuid        not null,
  -- Null once the reporter's account is gone; the comment then is too.
  reporter_id  uuid,
  subject_kind text        not null,
  subject_id   uuid        not null,
  reason       text        not null,
  comment      text,
  created_at   timestamptz not null,
  constraint reports_pkey primary key (id),
  constraint reports_case_exists foreign key (case_id) references moderation_cases (id),
  constraint reports_once unique (reporter_id, subject_kind, subject_id)
);
create index reports_case_id_idx on reports (case_id, created_at desc, id desc);
-- How much an account has reported lately.
create index reports_reporter_id_idx on reports (reporter_id, created_at);
