-- What the marketplace tells of order lines, and what has become of each.

create table purchase_lines (
  id                   uuid        not null,
  -- The marketplace's own names.
  order_id             text        not null,
  line_id              text        not null,
  created_at           timestamptz not null,
  -- What the line's events say together; null until it is told that it was placed.
  product_external_id  text,
  currency             text,
  unit_price_minor     bigint,
  placed_at            timestamptz,
  click_id             uuid,
  -- With whom the buyer signs in, and a SHA-256 of their name there.
  buyer_issuer         text,
  buyer_subject_digest bytea,
  bought               integer     not null default 0,
  cancelled            integer     not null default 0,
  returned             integer     not null default 0,
  -- What does not fit together in what was told.
  problems             text[]      not null default '{}',
  -- Known here: null while the catalogue has no such product, or nobody here is that buyer.
  product_id           uuid,
  seller_id            uuid,
  buyer_account_id     uuid,
  -- How long the product could be returned when it was first known.
  returns_days         integer,
  -- When to look again for the product or the buyer; null when nothing is missing.
  look_again_at        timestamptz,
  constraint purchase_lines_pkey primary key (id),
  constraint purchase_lines_name_key unique (order_id, line_id),
  constraint purchase_lines_placed_check check (
    (placed_at is null) = (product_external_id is null)
    and (placed_at is null) = (currency is null)
    and (placed_at is null) = (unit_price_minor is null)
  ),
  constraint purchase_lines_quantities_check
    check (bought >= 0 and cancelled >= 0 and returned >= 0 and cancelled + returned <= bought),
  constraint purchase_lines_buyer_check check ((buyer_issuer is null) = (buyer_subject_digest is null)),
  constraint purchase_lines_price_check check (unit_price_minor >= 0),
  constraint purchase_lines_product_check
    check ((product_id is null) = (seller_id is null) and (product_id is null) = (returns_days is null))
);

-- What somebody has bought of a seller: their card clicks that become known later.
create index purchase_lines_buyer_idx on purchase_lines (buyer_account_id, seller_id, placed_at)
  where buyer_account_id is not null;
create index purchase_lines_look_again_idx on purchase_lines (look_again_at) where look_again_at is not null;

-- Each event as it was told, once; what a line is follows from them alone.
create table purchase_events (
  integration_id       uuid        not null,
  -- The integration's own name of the event.
  event_id             text        not null,
  line_id              uuid        not null,
  type                 text        not null,
  quantity             integer     not null,
  occurred_at          timestamptz not null,
  received_at          timestamptz not null,
  currency             text,
  unit_price_minor     bigint,
  -- Of what was placed.
  product_external_id  text,
  buyer_account_id     uuid,
  buyer_issuer         text,
  buyer_subject_digest bytea,
  click_id             uuid,
  -- SHA-256 of all that was told: tells a repeated event from another under its id.
  input_hash           bytea       not null,
  constraint purchase_events_pkey primary key (integration_id, event_id),
  constraint purchase_events_line_fkey foreign key (line_id) references purchase_lines (id),
  constraint purchase_events_type_check check (type in ('placed', 'paid', 'delivered', 'cancelled', 'returned')),
  constraint purchase_events_quantity_check check (quantity > 0),
  constraint purchase_events_price_check check (unit_price_minor >= 0 and (unit_price_minor is null) = (currency is null)),
  constraint purchase_events_buyer_check check ((buyer_issuer is null) = (buyer_subject_digest is null)),
  constraint purchase_events_placed_check check (
    (type = 'placed') = (product_external_id is not null) and (type <> 'placed' or unit_price_minor is not null)
  )
);
create index purchase_events_line_idx on purchase_events (line_id);

create function refuse_purchase_event_change() returns trigger language plpgsql as $$
begin
  raise exception 'purchase events are never changed' using errcode = 'restrict_violation';
end $$;
create trigger purchase_events_append_only before update or delete on purchase_events
  for each statement execute function refuse_purchase_event_change();
