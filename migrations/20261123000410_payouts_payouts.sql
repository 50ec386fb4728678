-- Money on its way from creators to their banks.

create table payout_batches (
  id              uuid        not null,
  status          text        not null,
  currency        text        not null,
  payouts         integer     not null,
  -- What the bank is told to pay, after taxes.
  total           bigint      not null,
  -- Who pays, as it stood when the batch was made: a file that is written again says the same.
  debtor          jsonb       not null,
  created_at      timestamptz not null,
  created_by      uuid        not null,
  idempotency_key text        not null,
  sent_at         timestamptz,
  -- SHA-256 of the files once they lie in the store; null for a format that cannot say what is in the batch.
  pain001_hash    bytea,
  exchange1c_hash bytea,
  constraint payout_batches_pkey primary key (id),
  constraint payout_batches_key unique (created_by, idempotency_key),
  constraint payout_batches_status_check check (status in ('CREATED', 'SENT')),
  constraint payout_batches_sent_check check ((status = 'SENT') = (sent_at is not null)),
  constraint payout_batches_sums_check check (payouts >= 0 and total >= 0)
);

create index payout_batches_newest_idx on payout_batches (created_at desc, id desc);

create table payout_batch_approvals (
  batch_id    uuid        not null,
  operator_id uuid        not null,
  approved_at timestamptz not null,
  constraint payout_batch_approvals_pkey primary key (batch_id, operator_id),
  constraint payout_batch_approvals_batch_fkey foreign key (batch_id) references payout_batches (id)
);

create table payouts (
  id                  uuid        not null,
  account_id          uuid        not null,
  method_id           uuid        not null,
  currency            text        not null,
  -- What leaves the creator's balance; the tax is part of it.
  amount              bigint      not null,
  tax                 bigint      not null,
  -- The calendar year whose income it is.
  tax_year            smallint    not null,
  -- As whom the creator is taxed for it, and who they are, as they stood when it was requested.
  tax_status          text        not null,
  payee_name          text        not null,
  payee_inn           text        not null,
  status              text        not null,
  -- Why people have to look at it before it goes; none when rules alone decide.
  review              text[]      not null,
  approvals_needed    smallint    not null,
  requested_at        timestamptz not null,
  -- False when the calendar did.
  by_creator          boolean     not null,
  idempotency_key     text        not null,
  input_hash          bytea       not null,
  approved_at         timestamptz,
  batch_id            uuid,
  -- Its place in the batch's files.
  position            integer,
  sent_at             timestamptz,
  paid_at             timestamptz,
  returned_at         timestamptz,
  rejected_at         timestamptz,
  failure             text,
  -- Entries of the journal that are reversed when the money comes back.
  reserved_entry      uuid        not null,
  tax_entry           uuid,
  paid_entry          uuid,
  -- What a self-employed creator owes us for it: a receipt, or its cancellation when the money has come back.
  receipt_due         timestamptz,
  receipt_url         text,
  receipt_cancelled   boolean     not null default false,
  constraint payouts_pkey primary key (id),
  constraint payouts_key unique (account_id, idempotency_key),
  constraint payouts_method_fkey foreign key (method_id) references payout_methods (id),
  constraint payouts_batch_fkey foreign key (batch_id) references payout_batches (id),
  constraint payouts_status_check check (status in ('REQUESTED', 'APPROVED', 'SENT', 'PAID', 'RETURNED', 'REJECTED')),
  constraint payouts_tax_status_check check (tax_status in ('SELF_EMPLOYED', 'INDIVIDUAL', 'SOLE_PROPRIETOR')),
  constraint payouts_amount_check check (amount > 0 and tax >= 0 and tax < amount),
  constraint payouts_batched_check check ((batch_id is null) = (position is null)),
  constraint payouts_sent_check check (status not in ('SENT', 'PAID', 'RETURNED') or (sent_at is not null and batch_id is not null)),
  constraint payouts_paid_check check ((paid_entry is null) = (paid_at is null) and (status <> 'PAID' or paid_at is not null))
);

create index payouts_account_idx on payouts (account_id, requested_at desc, id desc);
create index payouts_waiting_idx on payouts (requested_at, id) where status = 'REQUESTED';
create index payouts_approved_idx on payouts (id) where status = 'APPROVED' and batch_id is null;
create index payouts_batch_idx on payouts (batch_id, position) where batch_id is not null;
-- Whose receipt is missing.
create index payouts_receipts_idx on payouts (account_id) where receipt_due is not null;
-- A receipt is for one payout.
create unique index payouts_receipt_once on payouts (receipt_url) where receipt_url is not null;

create table payout_approvals (
  payout_id   uuid        not null,
  operator_id uuid        not null,
  approved_at timestamptz not null,
  constraint payout_approvals_pkey primary key (payout_id, operator_id),
  constraint payout_approvals_payout_fkey foreign key (payout_id) references payouts (id)
);

-- What banks have told: each file once, with what came of it.
create table bank_files (
  -- SHA-256 of its bytes.
  hash        bytea       not null,
  kind        text        not null,
  message_id  text        not null,
  outcome     jsonb       not null,
  imported_at timestamptz not null,
  constraint bank_files_pkey primary key (hash),
  -- One name for two contents is a mistake of somebody's.
  constraint bank_files_message_key unique (kind, message_id),
  constraint bank_files_kind_check check (kind in ('pain.002', 'camt.054'))
);
