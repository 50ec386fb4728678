-- An upload is one file on its way into the store; an asset is the video or photo that is made of it.
create table uploads (
  id                uuid        not null,
  account_id        uuid        not null,
  purpose           text        not null,
  status            text        not null,
  size_bytes        bigint      not null,
  part_size_bytes   integer     not null,
  sha256            text,
  idempotency_key   text        not null,
  input_hash        text        not null,
  multipart_id      text,
  rejection         jsonb,
  created_at        timestamptz not null,
  expires_at        timestamptz not null,
  finished_at       timestamptz,
  swept_at          timestamptz,
  constraint uploads_pkey primary key (id),
  constraint uploads_key_once unique (account_id, idempotency_key),
  constraint uploads_purpose_known check (purpose in ('VIDEO', 'PHOTO', 'AVATAR', 'PRODUCT_FILE', 'TASK_FILE')),
  constraint uploads_status_known check (status in ('PENDING', 'COMPLETED', 'ABORTED', 'EXPIRED', 'REJECTED')),
  constraint uploads_size_positive check (size_bytes > 0),
  constraint uploads_part_size_positive check (part_size_bytes > 0),
  constraint uploads_sha256_hex check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint uploads_finished_unless_pending check ((status = 'PENDING') = (finished_at is null)),
  constraint uploads_rejection_told check ((status = 'REJECTED') = (rejection is not null))
);

comment on column uploads.multipart_id is 'the store''s own id of the multipart upload; null until the store has opened it';
comment on column uploads.swept_at is 'when the store kept nothing of it any more';

-- Limits per account: what is open, and how much came in within a day.
create index uploads_account_id_created_at on uploads (account_id, created_at);
-- The sweeps: what ran out of time, and what is over but still in the store.
create index uploads_pending_expires_at on uploads (expires_at) where status = 'PENDING';
create index uploads_unswept_finished_at on uploads (finished_at) where swept_at is null and status <> 'PENDING';

create table assets (
  id           uuid        not null,
  upload_id    uuid        not null,
  owner_id     uuid        not null,
  kind         text        not null,
  status       text        not null,
  progress     real        not null,
  attempt_id   uuid,
  content      jsonb,
  failure      jsonb,
  created_at   timestamptz not null,
  finished_at  timestamptz,
  constraint assets_pkey primary key (id),
  constraint assets_upload_once unique (upload_id),
  constraint assets_upload_exists foreign key (upload_id) references uploads (id),
  constraint assets_kind_known check (kind in ('video', 'photo')),
  constraint assets_status_known check (status in ('queued', 'processing', 'ready', 'failed', 'removed')),
  constraint assets_progress_share check (progress between 0 and 1),
  constraint assets_content_when_ready check (status <> 'ready' or (content is not null and attempt_id is not null)),
  constraint assets_failure_told check (status <> 'failed' or failure is not null)
);

comment on column assets.attempt_id is 'the attempt whose objects (<asset id>/<attempt id>/…) the content names';
comment on column assets.content is 'what was made: object keys, sizes, codecs, thumbhash';
