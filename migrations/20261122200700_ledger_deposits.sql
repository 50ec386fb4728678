-- Money that a bank says has arrived: each payment once, whoever it turns out to be for.

create table ledger_deposits (
  id             uuid        not null,
  -- The bank's own name of the payment: whatever is told again under it is the same payment.
  reference      text        not null,
  -- The delivery that told of it first.
  delivery_id    text        not null,
  -- SHA-256 of what was told.
  input_hash     bytea       not null,
  -- As it was told; it need not name anybody.
  payee          text        not null,
  currency       text        not null,
  amount         bigint      not null,
  -- When the bank got it.
  received_at    timestamptz not null,
  details        text        not null,
  recorded_at    timestamptz not null,
  -- The wallet that it went to at once; null when it went to suspense.
  credited_to    text,
  -- How an operator ended its stay in suspense.
  assigned_to    text,
  assigned_at    timestamptz,
  assigned_by    uuid,
  assignment_key text,
  constraint ledger_deposits_pkey primary key (id),
  constraint ledger_deposits_reference_key unique (reference),
  constraint ledger_deposits_delivery_key unique (delivery_id),
  constraint ledger_deposits_assignment_key unique (assigned_by, assignment_key),
  constraint ledger_deposits_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint ledger_deposits_amount_check check (amount between 1 and 999999999999999999),
  constraint ledger_deposits_input_hash_check check (length(input_hash) = 32),
  constraint ledger_deposits_assigned_check check (num_nulls(assigned_to, assigned_at, assigned_by, assignment_key) in (0, 4)),
  -- Only what is in suspense can be assigned.
  constraint ledger_deposits_one_payee_check check (credited_to is null or assigned_to is null)
);
create index ledger_deposits_suspense_idx on ledger_deposits (recorded_at, id)
  where credited_to is null and assigned_to is null;

create trigger ledger_deposits_kept before delete or truncate on ledger_deposits
  for each statement execute function ledger_refuse_change();
alter table ledger_deposits enable always trigger ledger_deposits_kept;
