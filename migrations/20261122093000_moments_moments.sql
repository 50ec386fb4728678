-- A moment is one post: a video, or photos in an order.
create table moments (
  id                uuid        not null,
  author_id         uuid        not null,
  region            text        not null,
  kind              text        not null,
  status            text        not null,
  caption           text        not null,
  hashtags          text[]      not null,
  comments_enabled  boolean     not null,
  media             jsonb,
  failure           jsonb,
  idempotency_key   text        not null,
  input_hash        text        not null,
  publish_at        timestamptz,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  published_at      timestamptz,
  removed_at        timestamptz,
  constraint moments_pkey primary key (id),
  constraint moments_key_once unique (author_id, idempotency_key),
  constraint moments_region_code check (region ~ '^[A-Z]{2}$'),
  constraint moments_kind_known check (kind in ('VIDEO', 'PHOTO')),
  constraint moments_status_known check (
    status in ('DRAFT', 'PROCESSING', 'IN_REVIEW', 'PUBLISHED', 'FAILED', 'REJECTED', 'REMOVED')),
  constraint moments_published_with_media check (status <> 'PUBLISHED' or (media is not null and published_at is not null)),
  constraint moments_failure_told check (status <> 'FAILED' or failure is not null),
  constraint moments_removed_at_told check ((status = 'REMOVED') = (removed_at is not null))
);

comment on column moments.region is 'the author''s, when it was made; feeds of other regions may leave it out';
comment on column moments.media is
  'content of the assets in their order, copied once they are ready: a feed reads moments and nothing else';

-- An author's own list, every state.
create index moments_author_id_created_at on moments (author_id, created_at desc, id desc);
-- A profile's list, and the newest of some authors.
create index moments_published_by_author on moments (author_id, published_at desc, id desc) where status = 'PUBLISHED';
-- The newest of all.
create index moments_published_at on moments (published_at desc, id desc) where status = 'PUBLISHED';
create index moments_hashtags on moments using gin (hashtags) where status = 'PUBLISHED';

create table moment_assets (
  asset_id   uuid     not null,
  moment_id  uuid     not null,
  position   smallint not null,
  constraint moment_assets_pkey primary key (asset_id),
  constraint moment_assets_position_once unique (moment_id, position),
  constraint moment_assets_moment_exists foreign key (moment_id) references moments (id)
);
