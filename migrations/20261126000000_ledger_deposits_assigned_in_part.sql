-- A deposit of which the bank got a part back can be assigned: what is left of it goes. The row says how much that was.

alter table ledger_deposits
  -- In the deposit's currency. Null though assigned: all of it, as it was before this was kept, and is by the release before.
  add column assigned_amount bigint,
  add constraint ledger_deposits_assigned_amount_check
    check (assigned_amount is null or (assigned_to is not null and assigned_amount between 1 and amount));

create or replace function ledger_check_deposit() returns trigger language plpgsql as $$
begin
  if (new.id, new.reference, new.input_hash, new.currency, new.amount, new.received_at, new.recorded_at, new.credited_to)
     is distinct from
     (old.id, old.reference, old.input_hash, old.currency, old.amount, old.received_at, old.recorded_at, old.credited_to)
     or (old.assigned_to is not null and
         (new.assigned_to, new.assigned_at, new.assigned_by, new.assignment_key, new.assigned_amount) is distinct from
         (old.assigned_to, old.assigned_at, old.assigned_by, old.assignment_key, old.assigned_amount)) then
    raise exception 'deposit % can only be assigned, once', old.id
      using errcode = 'check_violation', constraint = 'ledger_deposits_one_way';
  end if;
  return new;
end $$;
