-- Opened product cards, and how many have opened each.

create table clicks (
  -- Clicks are spread by who made them: every key begins with it, so no key is in the way of spreading or partitioning.
  opener_id       uuid        not null,
  id              uuid        not null,
  -- Null when nobody was signed in: the opener is then the feed session.
  account_id      uuid,
  feed_session_id uuid        not null,
  moment_id       uuid        not null,
  product_id      uuid        not null,
  -- Of the product and of the moment when it was opened: what changes later changes nothing about the click.
  seller_id       uuid        not null,
  creator_id      uuid        not null,
  -- Whether the moment was served because somebody paid for it.
  promoted        boolean     not null,
  clicked_at      timestamptz not null,
  -- The rules when it was opened: until when a purchase is owed to it, and whether of other products of the seller, too.
  counts_until    timestamptz not null,
  covers_seller   boolean     not null,
  -- A keyed hash of the network that it came from; null once its account is deleted.
  network_key     bytea,
  idempotency_key text        not null,
  constraint clicks_pkey primary key (opener_id, id),
  constraint clicks_key_once unique (opener_id, idempotency_key),
  constraint clicks_opener_told check (opener_id = coalesce(account_id, feed_session_id)),
  constraint clicks_counts_check check (counts_until >= clicked_at)
);
-- The marketplace names a click by its id alone.
create index clicks_id_idx on clicks (id);
-- The last click of a buyer on a product, or on anything of its seller.
create index clicks_product_idx on clicks (account_id, product_id, clicked_at desc) where account_id is not null;
create index clicks_seller_idx on clicks (account_id, seller_id, clicked_at desc) where account_id is not null;
-- What a moment's creator is shown.
create index clicks_moment_idx on clicks (moment_id, clicked_at desc);

-- Who has ever opened which card: one person once, and never the moment's creator.
create table card_openers (
  moment_id  uuid        not null,
  product_id uuid        not null,
  opener_id  uuid        not null,
  opened_at  timestamptz not null,
  -- Whether a purchase is owed to a click of theirs on this card.
  bought     boolean     not null default false,
  constraint card_openers_pkey primary key (moment_id, opener_id, product_id)
);

create table card_counters (
  moment_id  uuid   not null,
  product_id uuid   not null,
  opens      bigint not null default 0,
  openers    bigint not null default 0,
  -- Openers who have bought.
  buyers     bigint not null default 0,
  constraint card_counters_pkey primary key (moment_id, product_id),
  constraint card_counters_check check (opens >= openers and openers >= buyers and buyers >= 0)
);

-- The same of all cards of a moment: whoever opens two of them is one opener.
create table moment_openers (
  moment_id uuid    not null,
  opener_id uuid    not null,
  bought    boolean not null default false,
  constraint moment_openers_pkey primary key (moment_id, opener_id)
);

create table moment_opener_counters (
  moment_id uuid   not null,
  openers   bigint not null default 0,
  buyers    bigint not null default 0,
  constraint moment_opener_counters_pkey primary key (moment_id),
  constraint moment_opener_counters_check check (openers >= buyers and buyers >= 0)
);
