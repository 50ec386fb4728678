-- Other systems of the marketplace that call us, each with its own keys, secrets and rights.

create table integrations (
  id         uuid        not null,
  name       text        not null,
  scopes     text[]      not null,
  created_at timestamptz not null,
  -- From then on nothing of it is accepted.
  revoked_at timestamptz,
  constraint integrations_pkey primary key (id),
  constraint integrations_name_key unique (name),
  constraint integrations_scopes_check
    check (scopes <@ array['catalogue:write', 'purchases:write', 'deposits:write']::text[] and cardinality(scopes) > 0)
);

-- What it shows when it asks. A key is never kept, only its SHA-256.
create table integration_keys (
  id             uuid        not null,
  integration_id uuid        not null,
  -- How the key begins, to tell keys apart.
  prefix         text        not null,
  hash           bytea       not null,
  created_at     timestamptz not null,
  -- Set when another key takes its place: both are good until then.
  expires_at     timestamptz,
  constraint integration_keys_pkey primary key (id),
  constraint integration_keys_integration_fkey foreign key (integration_id) references integrations (id),
  constraint integration_keys_hash_key unique (hash)
);

create index integration_keys_integration_idx on integration_keys (integration_id);

-- What it signs with. Needed as it is to verify a signature, so it is sealed with a key that the database does not hold.
create table integration_secrets (
  id             uuid        not null,
  integration_id uuid        not null,
  sealed         bytea       not null,
  created_at     timestamptz not null,
  expires_at     timestamptz,
  constraint integration_secrets_pkey primary key (id),
  constraint integration_secrets_integration_fkey foreign key (integration_id) references integrations (id)
);

create index integration_secrets_integration_idx on integration_secrets (integration_id);
