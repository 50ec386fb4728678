-- Who may do what, which features are open to whom, and what operators did about it.
create table role_grants (
  account_id uuid not null,
  role       text not null,
  -- Null when it was granted from the command line.
  granted_by uuid,
  granted_at timestamptz not null,
  constraint role_grants_pkey primary key (account_id, role),
  constraint role_grants_account_id_fkey foreign key (account_id) references accounts (id),
  constraint role_grants_role_check check (role in ('CREATOR', 'SELLER', 'PERFORMER', 'MODERATOR', 'OPERATOR'))
);

create table feature_rollouts (
  feature     text not null,
  -- ISO 3166 alpha-2; none means every region.
  regions     text[] not null,
  percent     integer not null,
  account_ids uuid[] not null,
  version     integer not null,
  updated_at  timestamptz not null,
  -- Null until somebody has changed what the product came with.
  updated_by  uuid,
  constraint feature_rollouts_pkey primary key (feature),
  constraint feature_rollouts_percent_check check (percent between 0 and 100),
  constraint feature_rollouts_version_check check (version > 0)
);
-- What a new installation opens; everything else stays closed until an operator opens it.
insert into feature_rollouts (feature, regions, percent, account_ids, version, updated_at)
values ('MOMENTS', '{}', 100, '{}', 1, '2026-11-22T00:00:00Z');

create table audit_log (
  id       uuid not null,
  at       timestamptz not null,
  -- Null when it was done from the command line.
  actor_id uuid,
  action   text not null,
  -- Global id of what it was done to.
  subject  text,
  -- Ids and numbers, never personal data: this table outlives the people in it.
  details  jsonb not null,
  constraint audit_log_pkey primary key (id)
);
create index audit_log_at_idx on audit_log (at, id);

create function audit_log_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end
$$;
create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function audit_log_refuse_change();
