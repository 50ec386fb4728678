-- Who may earn: applications with what was decided on them, and the days on which somebody earned.

create table monetization_applications (
  id                  uuid        not null,
  account_id          uuid        not null,
  -- The account's standing is that of its latest application.
  status              text        not null,
  submitted_at        timestamptz not null,
  -- Requirements as they stood when it was made.
  requirements        jsonb       not null,
  idempotency_key     text        not null,
  -- SHA-256 of what was asked: tells a repeated call from another under its key.
  input_hash          bytea       not null,
  decided_at          timestamptz,
  -- Null from the command line.
  decided_by          uuid,
  -- Of a refusal or a suspension, in an operator's words; empty otherwise.
  reason              text        not null default '',
  -- By the requirement's code: why it is not met in the operator's eyes.
  requirement_reasons jsonb       not null default '{}',
  changed_at          timestamptz not null,
  constraint monetization_applications_pkey primary key (id),
  constraint monetization_applications_key_key unique (account_id, idempotency_key),
  constraint monetization_applications_status_check
    check (status in ('IN_REVIEW', 'APPROVED', 'REJECTED', 'SUSPENDED')),
  constraint monetization_applications_decided_check check ((status = 'IN_REVIEW') = (decided_at is null))
);
create index monetization_applications_account_idx on monetization_applications (account_id, submitted_at desc, id desc);
create index monetization_applications_queue_idx on monetization_applications (status, submitted_at, id);
-- Nobody asks or earns twice at a time.
create unique index monetization_applications_standing_key on monetization_applications (account_id)
  where status in ('IN_REVIEW', 'APPROVED', 'SUSPENDED');

-- Business days on which an account earns: from a day, itself included, until a day, itself not.
create table monetization_spells (
  account_id uuid not null,
  number     integer not null,
  from_day   date not null,
  until_day  date,
  constraint monetization_spells_pkey primary key (account_id, number),
  constraint monetization_spells_days_check check (until_day >= from_day)
);
create unique index monetization_spells_open_key on monetization_spells (account_id) where until_day is null;
