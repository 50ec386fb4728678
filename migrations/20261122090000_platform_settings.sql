-- Settings that people change while the product runs. Versions are added, never edited.
create table settings (
  name    text not null,
  version integer not null check (version > 0),
  value   jsonb not null,
  set_by  text not null,
  set_at  timestamptz not null,
  primary key (name, version)
);
