-- Campaigns: who asks for what under which terms, and who takes part. Creator orders are the first kind.

create table campaigns (
  id            uuid        not null,
  kind          text        not null,
  -- Who made it, and whose money it is.
  owner_id      uuid        not null,
  seller_id     uuid        not null,
  status        text        not null default 'DRAFT',
  currency      text        not null,
  -- Of the newest terms, so that lists, schedules and takers read one row: the deadline, and how many may take part.
  terms_version integer     not null default 1,
  deadline      timestamptz not null,
  places        integer     not null,
  -- Places that somebody has, whatever has become of their work. Nobody takes one without raising this.
  places_taken  integer     not null default 0,
  -- What was ever put into escrow for commission, and what of it was paid and not taken back.
  commission_spent_minor bigint not null default 0,
  -- From then on no commission is paid: what is left of its part of the escrow goes back.
  commission_ended_at    timestamptz,
  -- How often money went into escrow or back: each movement's key.
  escrow_moves  integer     not null default 0,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  published_at  timestamptz,
  -- When it came to the end of its life.
  ended_at      timestamptz,
  -- Where it stands in lists: when it was made, then when it was published.
  listed_at     timestamptz not null,
  constraint campaigns_pkey primary key (id),
  constraint campaigns_kind_check check (kind in ('CREATOR_ORDER')),
  constraint campaigns_status_check check (status in ('DRAFT', 'OPEN', 'CLOSED', 'DECIDED', 'CANCELLED', 'EXPIRED')),
  constraint campaigns_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint campaigns_places_check check (places >= 1 and places_taken between 0 and places),
  constraint campaigns_version_check check (terms_version >= 1 and escrow_moves >= 0),
  constraint campaigns_published_check check (published_at is not null or status in ('DRAFT', 'CANCELLED')),
  constraint campaigns_ended_check check ((ended_at is null) = (status in ('DRAFT', 'OPEN', 'CLOSED')))
);
create index campaigns_listed_idx on campaigns (listed_at desc, id desc) where status <> 'DRAFT';
create index campaigns_open_idx on campaigns (listed_at desc, id desc) where status = 'OPEN';
create index campaigns_seller_idx on campaigns (seller_id, listed_at desc, id desc);
create index campaigns_owner_idx on campaigns (owner_id, listed_at desc, id desc);
-- Whose deadline comes, and who still waits for commission to end.
create index campaigns_deadline_idx on campaigns (deadline, id) where status = 'OPEN';

-- What was promised, version by version. A draft's only version changes with it; a published one never.
create table campaign_terms (
  campaign_id uuid        not null,
  version     integer     not null,
  title       text        not null,
  brief       text        not null,
  deadline    timestamptz not null,
  made_by     uuid        not null,
  made_at     timestamptz not null,
  constraint campaign_terms_pkey primary key (campaign_id, version),
  constraint campaign_terms_campaign_fkey foreign key (campaign_id) references campaigns (id)
);

-- What the terms of a creator order say besides.
create table creator_order_terms (
  campaign_id              uuid     not null,
  version                  integer  not null,
  -- For one place.
  reward_minor             bigint   not null,
  -- Of purchases of the ordered products, and the most that is paid of it to all together.
  commission_bps           integer  not null,
  commission_ceiling_minor bigint   not null,
  places                   integer  not null,
  admission                text     not null,
  -- Who may take a place; null and empty ask for nothing.
  min_followers            integer,
  regions                  text[]   not null,
  category                 text,
  max_open_strikes         integer,
  monetized                boolean  not null,
  keep_published_days      smallint not null,
  -- The token under which the advertisement is registered.
  erid                     text,
  -- Who is invited when it is published.
  invited_ids              uuid[]   not null,
  constraint creator_order_terms_pkey primary key (campaign_id, version),
  constraint creator_order_terms_terms_fkey foreign key (campaign_id, version) references campaign_terms (campaign_id, version),
  constraint creator_order_terms_reward_check check (reward_minor > 0),
  constraint creator_order_terms_commission_check
    check (commission_bps between 0 and 10000 and (commission_bps > 0) = (commission_ceiling_minor > 0)),
  constraint creator_order_terms_places_check check (places >= 1),
  constraint creator_order_terms_admission_check check (admission in ('INVITED', 'APPLICATION', 'FIRST_COME'))
);

-- The products that terms are about, in their order.
create table campaign_products (
  campaign_id uuid     not null,
  version     integer  not null,
  position    smallint not null,
  product_id  uuid     not null,
  constraint campaign_products_pkey primary key (campaign_id, version, position),
  constraint campaign_products_once unique (campaign_id, version, product_id),
  constraint campaign_products_terms_fkey foreign key (campaign_id, version) references campaign_terms (campaign_id, version)
);

-- One creator's part in one order, from the invitation or application to its end.
create table engagements (
  id            uuid        not null,
  campaign_id   uuid        not null,
  -- The campaign's, so that whoever may see it is known from the row.
  seller_id     uuid        not null,
  creator_id    uuid        not null,
  status        text        not null,
  -- The terms that hold between the two, and what they promise for the work. Those of an invitation follow the campaign's
  -- newest until it is accepted.
  terms_version integer     not null,
  reward_minor  bigint      not null,
  -- What the creator said when applying.
  message       text,
  revisions_left smallint   not null,
  -- Until when the creator has to act; set while a place is theirs to fill.
  due_at        timestamptz,
  moment_id     uuid,
  submitted_at  timestamptz,
  -- When silence becomes approval.
  review_due_at timestamptz,
  approved_at   timestamptz,
  -- When the moment will have stayed published for long enough.
  payable_at    timestamptz,
  -- Where a dispute found it.
  disputed_from text,
  -- Why it ended, in a word of the product's.
  end_reason    text,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  ended_at      timestamptz,
  constraint engagements_pkey primary key (id),
  -- Whoever takes twice, on two devices at once, has one place.
  constraint engagements_once unique (campaign_id, creator_id),
  constraint engagements_campaign_fkey foreign key (campaign_id) references campaigns (id),
  constraint engagements_terms_fkey foreign key (campaign_id, terms_version) references campaign_terms (campaign_id, version),
  constraint engagements_status_check check (status in ('INVITED', 'APPLIED', 'ACCEPTED', 'SUBMITTED', 'REVISION_REQUESTED',
    'APPROVED', 'PAID', 'DECLINED', 'CANCELLED', 'EXPIRED', 'DISPUTED')),
  constraint engagements_ended_check check ((ended_at is not null) = (status in ('PAID', 'DECLINED', 'CANCELLED', 'EXPIRED'))),
  constraint engagements_revisions_check check (revisions_left >= 0),
  constraint engagements_reward_check check (reward_minor > 0)
);
create index engagements_campaign_idx on engagements (campaign_id, created_at desc, id desc);
create index engagements_creator_idx on engagements (creator_id, created_at desc, id desc);
-- A moment is the work for one order.
create unique index engagements_moment_key on engagements (moment_id) where moment_id is not null;
-- Whose time comes, by what is waited for.
create index engagements_due_idx on engagements (due_at, id) where status in ('ACCEPTED', 'REVISION_REQUESTED');
create index engagements_review_idx on engagements (review_due_at, id) where status = 'SUBMITTED';
create index engagements_payable_idx on engagements (payable_at, id) where status = 'APPROVED';
-- What a campaign still owes.
create index engagements_live_idx on engagements (campaign_id)
  where status in ('INVITED', 'APPLIED', 'ACCEPTED', 'SUBMITTED', 'REVISION_REQUESTED', 'APPROVED', 'DISPUTED');

-- What the two sides ask and answer.
create table engagement_messages (
  engagement_id uuid        not null,
  id            uuid        not null,
  author_id     uuid        not null,
  side          text        not null,
  text          text        not null,
  sent_at       timestamptz not null,
  constraint engagement_messages_pkey primary key (engagement_id, id),
  constraint engagement_messages_engagement_fkey foreign key (engagement_id) references engagements (id),
  constraint engagement_messages_side_check check (side in ('SELLER', 'CREATOR'))
);

-- Every call with a key of its caller's that changed something: said again, it is answered by what it did.
create table campaign_commands (
  account_id      uuid        not null,
  idempotency_key text        not null,
  command         text        not null,
  -- SHA-256 (hex) of what was asked.
  input_hash      text        not null,
  -- What it made or changed: a campaign or an engagement.
  subject_id      uuid        not null,
  made_at         timestamptz not null,
  constraint campaign_commands_pkey primary key (account_id, idempotency_key)
);
