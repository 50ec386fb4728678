-- What the judge says of views. A view without a row here is believed.
create table view_judgements (
  -- The business day of the view: judged, kept and dropped by day, as the events are.
  day         date        not null,
  moment_id   uuid        not null,
  event_id    uuid        not null,
  -- Held: only suspicious. It is not paid while it is held, and not lost.
  verdict     text        not null,
  -- The rule that weighs most.
  rule        text        not null,
  -- Every rule that spoke, with what it saw, what it would have expected, and its thresholds of that moment.
  explanation jsonb       not null,
  judged_at   timestamptz not null,
  constraint view_judgements_pkey primary key (day, moment_id, event_id),
  constraint view_judgements_verdict_check check (verdict in ('invalid', 'held'))
);

-- What an operator decided of the views of a moment on a day that were held: the judge follows it.
create table view_decisions (
  day        date        not null,
  moment_id  uuid        not null,
  decision   text        not null,
  note       text        not null,
  decided_at timestamptz not null,
  constraint view_decisions_pkey primary key (day, moment_id),
  constraint view_decisions_decision_check check (decision in ('release', 'invalidate'))
);

-- Since when a viewer is known, signed in or not: somebody of today is judged with others of today.
create table view_viewers (
  viewer_key uuid not null,
  first_day  date not null,
  last_day   date not null,
  constraint view_viewers_pkey primary key (viewer_key)
);
-- Viewers that have not come for long are forgotten.
create index view_viewers_last_day_idx on view_viewers (last_day);
