-- What creators earn, from whichever part of the product. Partition-ready: every key begins with the creator.

create table statement_lines (
  creator_id     uuid        not null,
  id             uuid        not null,
  -- Follows from the fact that the line is about, so that a fact is recorded once.
  key            text        not null,
  -- The business day that it belongs to.
  day            date        not null,
  kind           text        not null,
  -- Minor units; positive earns, negative takes back or leaves.
  amount         bigint      not null,
  currency       text        not null,
  -- Where it came from and would go back to; null when the money moved elsewhere (a payout and its tax).
  source         text,
  moment_id      uuid,
  campaign_id    uuid,
  available_at   timestamptz not null,
  -- What the amount follows from: recomputing the formula over the inputs gives it to the minor unit.
  policy_version integer,
  inputs         jsonb       not null,
  formula        text        not null,
  -- The recording it came with: the journal has its entries under earnings:<batch>:…
  batch_id       uuid,
  recorded_at    timestamptz not null,
  constraint statement_lines_pkey primary key (creator_id, id),
  constraint statement_lines_key unique (creator_id, key),
  constraint statement_lines_amount_check check (amount <> 0),
  constraint statement_lines_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint statement_lines_kind_check check (kind in (
    'VIEW_REWARD', 'PURCHASE_COMMISSION', 'FUND_SHARE', 'ORDER_REWARD', 'PRIZE', 'PLEDGES', 'TASK_PAY', 'RETURN_CLAWBACK',
    'CORRECTION', 'TAX_WITHHELD', 'PAYOUT', 'PAYOUT_RETURNED')),
  constraint statement_lines_source_check check ((source is null) = (batch_id is null))
);
-- A statement, newest day first.
create index statement_lines_day_idx on statement_lines (creator_id, day desc, id desc);
-- What moments have earned.
create index statement_lines_moment_idx on statement_lines (moment_id, day) where moment_id is not null;

create function payouts_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op)
    using errcode = 'restrict_violation', hint = 'Write another line.';
end $$;

create trigger statement_lines_append_only before update or delete or truncate on statement_lines
  for each statement execute function payouts_refuse_change();
alter table statement_lines enable always trigger statement_lines_append_only;
revoke update, delete, truncate on statement_lines from public;

-- The part of each line that is still pending. A row goes when its line is released or taken back, in the transaction that
-- posts it: what is not here cannot be released again.
create table held_earnings (
  creator_id   uuid        not null,
  line_id      uuid        not null,
  currency     text        not null,
  remaining    bigint      not null,
  available_at timestamptz not null,
  constraint held_earnings_pkey primary key (creator_id, line_id),
  constraint held_earnings_remaining_check check (remaining > 0)
);
create index held_earnings_due_idx on held_earnings (available_at, creator_id);
