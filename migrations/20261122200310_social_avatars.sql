-- Which picture an account shows, and which one it will show once it is made.
create table avatars (
  account_id        uuid        not null,
  -- What was asked for last, so that asking again is asking once; null when nothing is, or it could not be used.
  upload_id         uuid,
  expected_asset_id uuid,
  current_asset_id  uuid,
  changed_at        timestamptz not null,
  constraint avatars_pkey primary key (account_id)
);
create unique index avatars_expected_asset_id_key on avatars (expected_asset_id) where expected_asset_id is not null;
