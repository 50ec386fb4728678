-- Who sells: an organisation of the marketplace, and the accounts that act for it.

create table sellers (
  id          uuid        not null,
  -- The marketplace's own name for it.
  external_id text        not null,
  name        text        not null,
  created_at  timestamptz not null,
  constraint sellers_pkey primary key (id),
  constraint sellers_external_id_key unique (external_id)
);

create table seller_members (
  seller_id  uuid        not null,
  account_id uuid        not null,
  role       text        not null,
  added_at   timestamptz not null,
  constraint seller_members_pkey primary key (seller_id, account_id),
  constraint seller_members_seller_fkey foreign key (seller_id) references sellers (id),
  -- Somebody acts for one organisation: which one's wallet is meant is never a question.
  constraint seller_members_account_key unique (account_id),
  constraint seller_members_role_check check (role in ('OWNER', 'MANAGER'))
);
