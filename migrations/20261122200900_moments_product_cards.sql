-- The products that a moment shows, in their order.
create table moment_product_cards (
  moment_id    uuid             not null,
  position     smallint         not null,
  product_id   uuid             not null,
  -- From when to when of the video the card is shown; null for all the time.
  start_ms     integer,
  end_ms       integer,
  -- Where on the picture, each 0..1 from its upper left corner; null for wherever the app puts it.
  x            double precision,
  y            double precision,
  -- The moment's own: a product's moments are read in their order from one index.
  published_at timestamptz,
  constraint moment_product_cards_pkey primary key (moment_id, position),
  constraint moment_product_cards_moment_fkey foreign key (moment_id) references moments (id),
  constraint moment_product_cards_times_check
    check ((start_ms is null) = (end_ms is null) and start_ms >= 0 and start_ms < end_ms),
  constraint moment_product_cards_place_check
    check ((x is null) = (y is null) and x between 0 and 1 and y between 0 and 1)
);

create index moment_product_cards_product_idx
  on moment_product_cards (product_id, published_at desc, moment_id desc) where published_at is not null;
