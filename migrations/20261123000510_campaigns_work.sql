-- The work on an order: what was handed in and what was said of it, whether it stayed published, disputes, commission.

create table submissions (
  engagement_id uuid        not null,
  -- 1, 2, 3 …: the first, and one for each time that changes were asked for.
  round         smallint    not null,
  moment_id     uuid        not null,
  submitted_at  timestamptz not null,
  decision      text,
  -- Null when it was silence.
  decided_by    uuid,
  decided_at    timestamptz,
  -- What shall be changed, in the seller's words.
  comment       text,
  constraint submissions_pkey primary key (engagement_id, round),
  constraint submissions_engagement_fkey foreign key (engagement_id) references engagements (id),
  constraint submissions_decision_check check (decision in ('APPROVED', 'CHANGES')),
  constraint submissions_decided_check check (
    (decision is null) = (decided_at is null) and (decision = 'CHANGES') = (comment is not null)
  )
);

-- What was found of an approved moment, once a business day.
create table publication_checks (
  engagement_id uuid        not null,
  day           date        not null,
  outcome       text        not null,
  checked_at    timestamptz not null,
  constraint publication_checks_pkey primary key (engagement_id, day),
  constraint publication_checks_engagement_fkey foreign key (engagement_id) references engagements (id),
  constraint publication_checks_outcome_check check (outcome in ('KEPT', 'WAITING', 'TAKEN_DOWN', 'CARD_REMOVED'))
);

-- Who was reminded of which instant.
create table engagement_reminders (
  engagement_id uuid        not null,
  due_at        timestamptz not null,
  reminded_at   timestamptz not null,
  constraint engagement_reminders_pkey primary key (engagement_id, due_at),
  constraint engagement_reminders_engagement_fkey foreign key (engagement_id) references engagements (id)
);

-- What the two sides could not settle themselves: once for an engagement.
create table disputes (
  engagement_id    uuid        not null,
  opened_by        uuid        not null,
  side             text        not null,
  reason           text        not null,
  opened_at        timestamptz not null,
  resolution       text,
  to_creator_minor bigint,
  resolved_by      uuid,
  resolved_at      timestamptz,
  constraint disputes_pkey primary key (engagement_id),
  constraint disputes_engagement_fkey foreign key (engagement_id) references engagements (id),
  constraint disputes_side_check check (side in ('SELLER', 'CREATOR')),
  constraint disputes_resolved_check check (
    (resolved_at is null) = (resolution is null)
    and (resolved_at is null) = (to_creator_minor is null)
    and (resolved_at is null) = (resolved_by is null)
    and to_creator_minor >= 0
  )
);
-- Those that an operator has to look at, the oldest first.
create index disputes_open_idx on disputes (opened_at, engagement_id) where resolved_at is null;

-- How each side sees it.
create table dispute_statements (
  engagement_id uuid        not null,
  id            uuid        not null,
  author_id     uuid        not null,
  side          text        not null,
  text          text        not null,
  -- Files that prove it; their bytes are shown to nobody but the two sides and operators.
  upload_ids    uuid[]      not null,
  stated_at     timestamptz not null,
  constraint dispute_statements_pkey primary key (engagement_id, id),
  constraint dispute_statements_dispute_fkey foreign key (engagement_id) references disputes (engagement_id),
  constraint dispute_statements_side_check check (side in ('SELLER', 'CREATOR'))
);

-- What an order has paid of each purchase: what was paid follows the purchase as it stands, whichever way it came there.
create table engagement_commissions (
  attribution_id  uuid        not null,
  engagement_id   uuid        not null,
  campaign_id     uuid        not null,
  -- What was bought for good, and what is paid of it; minor units of the campaign's currency.
  confirmed_minor bigint      not null,
  paid_minor      bigint      not null,
  -- How often it changed: each change's key.
  version         integer     not null,
  updated_at      timestamptz not null,
  constraint engagement_commissions_pkey primary key (attribution_id),
  constraint engagement_commissions_engagement_fkey foreign key (engagement_id) references engagements (id),
  constraint engagement_commissions_check check (paid_minor between 0 and confirmed_minor and version >= 0)
);
create index engagement_commissions_engagement_idx on engagement_commissions (engagement_id);

-- What the two sides say of each other once it is paid: each once.
create table engagement_ratings (
  engagement_id uuid        not null,
  side          text        not null,
  author_id     uuid        not null,
  stars         smallint    not null,
  text          text        not null,
  rated_at      timestamptz not null,
  constraint engagement_ratings_pkey primary key (engagement_id, side),
  constraint engagement_ratings_engagement_fkey foreign key (engagement_id) references engagements (id),
  constraint engagement_ratings_side_check check (side in ('SELLER', 'CREATOR')),
  constraint engagement_ratings_stars_check check (stars between 1 and 5)
);

-- Campaigns whose commission may end: all that were ever going to pay any.
create index campaigns_commission_idx on campaigns (id)
  where commission_ended_at is null and status in ('DECIDED', 'CANCELLED');
