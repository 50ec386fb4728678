-- Where sellers are told what happens, and what became of each message.

create table webhook_endpoints (
  id                uuid        not null,
  seller_id         uuid        not null,
  url               text        not null,
  -- Names of what is told: order.published. None means everything.
  events            text[]      not null,
  -- ACTIVE until it has failed for too long; then DISABLED until a member enables it.
  status            text        not null,
  -- What messages are signed with, sealed; the one before it is signed with, too, until then.
  sealed            bytea       not null,
  previous_sealed   bytea,
  previous_until    timestamptz,
  -- Since when nothing has arrived; null when the last message has.
  failing_since     timestamptz,
  idempotency_key   text        not null,
  input_hash        text        not null,
  created_at        timestamptz not null,
  constraint webhook_endpoints_pkey primary key (id),
  constraint webhook_endpoints_key_once unique (seller_id, idempotency_key),
  constraint webhook_endpoints_status_check check (status in ('ACTIVE', 'DISABLED')),
  constraint webhook_endpoints_previous_check check ((previous_sealed is null) = (previous_until is null))
);
create index webhook_endpoints_seller_idx on webhook_endpoints (seller_id, created_at desc, id desc);

create table webhook_deliveries (
  id            uuid        not null,
  endpoint_id   uuid        not null,
  -- Of the news that it tells: told once to each endpoint.
  event_id      uuid        not null,
  event         text        not null,
  -- The body, byte for byte as it is signed.
  body          text        not null,
  created_at    timestamptz not null,
  attempts      integer     not null default 0,
  -- HTTP status of the last try; null when there was no answer.
  last_status   integer,
  -- Why there was none: timeout, refused, forbidden_address …
  last_failure  text,
  -- Null when nothing more will be tried by itself.
  next_try_at   timestamptz,
  delivered_at  timestamptz,
  constraint webhook_deliveries_pkey primary key (id),
  constraint webhook_deliveries_once unique (endpoint_id, event_id),
  constraint webhook_deliveries_endpoint_fkey foreign key (endpoint_id) references webhook_endpoints (id) on delete cascade,
  constraint webhook_deliveries_attempts_check check (attempts >= 0)
);
-- The log of an endpoint, newest first; and what is to be forgotten.
create index webhook_deliveries_log_idx on webhook_deliveries (endpoint_id, created_at desc, id desc);
create index webhook_deliveries_created_at_idx on webhook_deliveries (created_at);
