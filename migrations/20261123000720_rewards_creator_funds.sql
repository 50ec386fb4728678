-- Money that is shared among creators: funds, their periods, and who got what of each.

create table creator_funds (
  id              uuid        not null,
  name            text        not null,
  purpose         text        not null,
  currency        text        not null,
  created_at      timestamptz not null,
  -- Null from the command line.
  created_by      uuid,
  idempotency_key text        not null,
  input_hash      bytea       not null,
  constraint creator_funds_pkey primary key (id),
  constraint creator_funds_key_key unique nulls not distinct (created_by, idempotency_key),
  constraint creator_funds_purpose_check check (purpose in ('LARGE_AUTHORS', 'NEWCOMERS', 'CHALLENGES'))
);

create table fund_periods (
  id              uuid        not null,
  fund_id         uuid        not null,
  -- Business days, both included.
  from_day        date        not null,
  to_day          date        not null,
  pool            bigint      not null,
  rules           jsonb       not null,
  status          text        not null,
  opened_at       timestamptz not null,
  opened_by       uuid,
  idempotency_key text        not null,
  input_hash      bytea       not null,
  -- Set when the shares are computed: together they are the pool.
  shared_at       timestamptz,
  allocated       bigint,
  unallocated     bigint,
  ended_at        timestamptz,
  constraint fund_periods_pkey primary key (id),
  constraint fund_periods_fund_fkey foreign key (fund_id) references creator_funds (id),
  constraint fund_periods_key_key unique nulls not distinct (opened_by, idempotency_key),
  constraint fund_periods_days_check check (from_day <= to_day),
  constraint fund_periods_pool_check check (pool > 0),
  constraint fund_periods_status_check check (status in ('OPEN', 'PAYING', 'CLOSED', 'CANCELLED')),
  constraint fund_periods_adds_up_check check (
    (shared_at is null) = (status in ('OPEN', 'CANCELLED'))
    and (shared_at is null) = (allocated is null) and (shared_at is null) = (unallocated is null)
    and (shared_at is null or (allocated >= 0 and unallocated >= 0 and allocated + unallocated = pool))
  )
);
create index fund_periods_fund_idx on fund_periods (fund_id, from_day desc, id desc);

create table fund_shares (
  period_id  uuid        not null,
  creator_id uuid        not null,
  -- Whole, and larger than any integer where a formula says so.
  points     numeric     not null,
  -- Minor units of the fund's currency.
  share      bigint      not null,
  inputs     jsonb       not null,
  formula    text        not null,
  paid_at    timestamptz,
  constraint fund_shares_pkey primary key (period_id, creator_id),
  constraint fund_shares_period_fkey foreign key (period_id) references fund_periods (id),
  constraint fund_shares_share_check check (share >= 0 and points > 0)
);
create index fund_shares_unpaid_idx on fund_shares (period_id, creator_id) where paid_at is null and share > 0;
create index fund_shares_largest_idx on fund_shares (period_id, share desc, creator_id);

-- What was computed stays; only that it was paid is noted, once.
create function check_fund_share() returns trigger language plpgsql as $$
begin
  if old.paid_at is not null or (new.period_id, new.creator_id, new.points, new.share, new.inputs, new.formula)
     is distinct from (old.period_id, old.creator_id, old.points, old.share, old.inputs, old.formula) then
    raise exception 'a share of a fund is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger fund_shares_one_way before update on fund_shares for each row execute function check_fund_share();
alter table fund_shares enable always trigger fund_shares_one_way;
