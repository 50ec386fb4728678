-- What a bank has told of a payment stays as it was told, and an assignment is for good.

create function ledger_check_deposit() returns trigger language plpgsql as $$
begin
  if (new.id, new.reference, new.input_hash, new.currency, new.amount, new.received_at, new.recorded_at, new.credited_to)
     is distinct from
     (old.id, old.reference, old.input_hash, old.currency, old.amount, old.received_at, old.recorded_at, old.credited_to)
     or (old.assigned_to is not null and
         (new.assigned_to, new.assigned_at, new.assigned_by, new.assignment_key) is distinct from
         (old.assigned_to, old.assigned_at, old.assigned_by, old.assignment_key)) then
    raise exception 'deposit % can only be assigned, once', old.id
      using errcode = 'check_violation', constraint = 'ledger_deposits_one_way';
  end if;
  return new;
end $$;

create trigger ledger_deposits_one_way before update on ledger_deposits
  for each row execute function ledger_check_deposit();
alter table ledger_deposits enable always trigger ledger_deposits_one_way;
