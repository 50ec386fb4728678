-- The close of reward days: what each was computed from, how far it has come, and what purchases have earned.

create table reward_days (
  day            date        not null,
  -- COLLECTING: facts are frozen; ACCRUING: creators get their lines; CLOSED: all have them.
  status         text        not null,
  policy_version integer     not null,
  currency       text        not null,
  -- The last creator of the pages that are done in this status.
  cursor         uuid,
  -- Of all lines before the budget of the day cuts them, corrections included; minor units.
  whole          bigint      not null default 0,
  creators       integer     not null default 0,
  lines          integer     not null default 0,
  total          bigint      not null default 0,
  -- Corrections of the day's views up to this number have been made good.
  corrected_to   bigint      not null default 0,
  started_at     timestamptz not null,
  closed_at      timestamptz,
  constraint reward_days_pkey primary key (day),
  constraint reward_days_status_check check (status in ('COLLECTING', 'ACCRUING', 'CLOSED')),
  constraint reward_days_closed_check check ((status = 'CLOSED') = (closed_at is not null))
);

-- What a moment's reward of a day is computed from, as it stood when the day was closed. Only of creators who earned then.
create table reward_facts (
  day          date     not null,
  creator_id   uuid     not null,
  moment_id    uuid     not null,
  -- Null for photos.
  length_ms    integer,
  -- Of the first product that the moment shows.
  category     text[],
  qualified    integer  not null,
  completed    integer  not null,
  openers      integer  not null,
  buyers       integer  not null,
  open_strikes integer  not null,
  -- How often the reward was corrected, and what it came to by the last time; null while it is what was first recorded.
  corrections  integer  not null default 0,
  corrected    bigint,
  constraint reward_facts_pkey primary key (day, creator_id, moment_id),
  constraint reward_facts_corrected_check check ((corrections = 0) = (corrected is null))
);

-- What the purchases that are owed to a moment have earned so far.
create table purchase_rewards (
  attribution_id    uuid        not null,
  creator_id        uuid        not null,
  moment_id         uuid        not null,
  -- The latest news that was heard, and the latest that confirmed.
  version           integer     not null,
  confirmed_version integer     not null default 0,
  currency          text        not null,
  -- All lines together, in minor units.
  recorded          bigint      not null default 0,
  -- Versions that lines were written for: their keys are commission:<attribution>:<version>.
  versions          integer[]   not null default '{}',
  updated_at        timestamptz not null,
  constraint purchase_rewards_pkey primary key (attribution_id),
  constraint purchase_rewards_recorded_check check (recorded >= 0)
);

-- Operators' orders to close a day.
create table reward_day_orders (
  ordered_by      uuid        not null,
  idempotency_key text        not null,
  day             date        not null,
  ordered_at      timestamptz not null,
  constraint reward_day_orders_pkey primary key (ordered_by, idempotency_key)
);
