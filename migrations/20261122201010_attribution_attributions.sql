-- Which opened card an order line is owed to.

create table attributions (
  id               uuid        not null,
  line_id          uuid        not null,
  click_id         uuid        not null,
  -- Of the click, whatever became of moment and product later.
  opener_id        uuid        not null,
  moment_id        uuid        not null,
  creator_id       uuid        not null,
  clicked_at       timestamptz not null,
  -- What was bought: the product of the click, or another of its seller.
  product_id       uuid        not null,
  seller_id        uuid        not null,
  purchased_at     timestamptz not null,
  bought           integer     not null,
  -- Bought and neither cancelled nor returned.
  kept             integer     not null,
  currency         text        not null,
  unit_price_minor bigint      not null,
  state            text        not null,
  -- Why nothing is owed for it.
  flag             text,
  -- When it is confirmed, if nothing comes back until then; null while something is not paid or not delivered.
  confirms_at      timestamptz,
  -- What was announced last: units that are owed for, and how many of them for good.
  owed             integer     not null default 0,
  confirmed        integer     not null default 0,
  -- How often something was announced of it.
  version          integer     not null default 0,
  -- The buyer's way to the purchase, first touch first: nothing in it says who they are.
  trail            jsonb       not null,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  constraint attributions_pkey primary key (id),
  constraint attributions_click_once unique (line_id, click_id),
  constraint attributions_line_fkey foreign key (line_id) references purchase_lines (id),
  constraint attributions_state_check check (state in ('PENDING', 'CONFIRMED', 'RETURNED', 'FLAGGED', 'SUPERSEDED')),
  constraint attributions_flag_check check (
    (flag is null or flag in ('same_household')) and (state <> 'FLAGGED' or flag is not null)
  ),
  constraint attributions_units_check
    check (bought > 0 and kept between 0 and bought and owed between 0 and kept and confirmed between 0 and owed)
);

-- A line is owed to one click at most.
create unique index attributions_line_once on attributions (line_id) where state <> 'SUPERSEDED';
-- What a moment has sold, newest first.
create index attributions_moment_idx on attributions (moment_id, purchased_at desc, id desc)
  where state <> 'SUPERSEDED';
create index attributions_confirms_idx on attributions (confirms_at) where state = 'PENDING';
-- Whether an opener of a card has bought.
create index attributions_opener_idx on attributions (moment_id, opener_id) where owed > 0;
