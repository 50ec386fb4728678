-- What no role can do, whichever way it writes: the triggers fire always, for owners, superusers and replication alike.

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'restrict_violation', hint = 'Post a reversing entry.';
end $$;

create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
  for each statement execute function ledger_refuse_change();
create trigger ledger_postings_append_only before update or delete or truncate on ledger_postings
  for each statement execute function ledger_refuse_change();
create trigger ledger_accounts_append_only before update or delete or truncate on ledger_accounts
  for each statement execute function ledger_refuse_change();
create trigger ledger_balances_kept before delete or truncate on ledger_balances
  for each statement execute function ledger_refuse_change();
create trigger ledger_reversals_kept before delete or truncate on ledger_reversals
  for each statement execute function ledger_refuse_change();
create trigger ledger_holds_kept before delete or truncate on ledger_holds
  for each statement execute function ledger_refuse_change();

revoke update, delete, truncate on ledger_entries, ledger_postings, ledger_accounts from public;

-- An entry comes with all of its postings in one statement, in its own currency, adding up to its total; both accounts of a
-- posting are there and in that currency; and the balances have moved along: the newest line of each account says what its
-- balance row says.
create function ledger_check_postings() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  v_entry uuid;
  v_account bigint;
  v_currency text;
  v_known text;
begin
  -- A single posting, as most entries have, is asked everything at once. What does not pass is looked at below, for what it lacks.
  perform
     from added as line
    cross join lateral (
      select posting_count, total, currency, at from ledger_entries where id = line.entry_id limit 1) as entry
    cross join lateral (
      select currency, keeps_balance from ledger_accounts where id = line.from_account_id limit 1) as origin
    cross join lateral (
      select currency, keeps_balance from ledger_accounts where id = line.to_account_id limit 1) as target
     left join lateral (
      select seq, balance from ledger_balances where account_id = line.from_account_id limit 1) as origin_after on true
     left join lateral (
      select seq, balance from ledger_balances where account_id = line.to_account_id limit 1) as target_after on true
    where (select count(*) from added) = 1 and line.ordinal = 1 and entry.posting_count = 1
      and entry.total = line.amount and entry.at = line.at
      and entry.currency = line.currency and origin.currency = line.currency and target.currency = line.currency
      and origin.keeps_balance = (line.from_seq is not null) and target.keeps_balance = (line.to_seq is not null)
      and line.from_seq is not distinct from origin_after.seq and line.to_seq is not distinct from target_after.seq
      and line.from_balance is not distinct from origin_after.balance
      and line.to_balance is not distinct from target_after.balance;
  if found then
    return null;
  end if;

  -- Rows are looked up by their keys, one by one (a limit keeps the lookups from becoming a join): the plan is made once, maybe
  -- while the tables are small, and a join that was good for ten rows is quadratic for ten thousand.
  -- An entry's postings count 1, 2, 3 …, and each of them once: who adds some later has to repeat a number.
  select sums.entry_id into v_entry
    from (select entry_id, count(*) as posting_count, min(ordinal) as first, max(ordinal) as last, sum(amount) as total,
                 min(currency) as currency, max(currency) as last_currency, min(at) as at, max(at) as last_at
            from added group by entry_id) as sums
    left join lateral (
      select posting_count, total, currency, at from ledger_entries where id = sums.entry_id limit 1) as entries on true
   where (sums.posting_count = entries.posting_count and sums.first = 1 and sums.last = entries.posting_count
          and sums.total = entries.total and sums.currency = entries.currency and sums.last_currency = entries.currency
          and sums.at = entries.at and sums.last_at = entries.at) is not true
   limit 1;
  if found then
    raise exception 'the postings of entry % are not those that it says', v_entry
      using errcode = 'check_violation', constraint = 'ledger_postings_whole_entry';
  end if;

  select sums.account_id, sums.currency, accounts.currency into v_account, v_currency, v_known
    from (select account_id, currency, count(*) as lines, count(seq) as kept,
                 -- The newest line, compared by its number first.
                 max(array[seq, balance]) filter (where seq is not null) as newest
            from (select from_account_id as account_id, currency, from_seq as seq, from_balance as balance from added
                  union all
                  select to_account_id, currency, to_seq, to_balance from added) as lines
           group by account_id, currency) as sums
    left join lateral (
      select currency, keeps_balance from ledger_accounts where id = sums.account_id limit 1) as accounts on true
    left join lateral (
      select seq, balance from ledger_balances where account_id = sums.account_id limit 1) as balances on true
   where (sums.currency = accounts.currency and sums.kept = case when accounts.keeps_balance then sums.lines else 0 end) is not true
      or sums.newest[1] is distinct from balances.seq or sums.newest[2] is distinct from balances.balance
   limit 1;
  if found then
    if v_known is distinct from v_currency then
      raise exception 'there is no account % in %', v_account, v_currency
        using errcode = 'foreign_key_violation', constraint = 'ledger_postings_accounts_of_currency';
    end if;
    raise exception 'the balance of account % has not followed its postings', v_account
      using errcode = 'check_violation', constraint = 'ledger_postings_balances_follow';
  end if;
  return null;
end $$;

create trigger ledger_postings_whole after insert on ledger_postings referencing new table as added
  for each statement execute function ledger_check_postings();

-- What is reversed was posted before; it never goes.
create function ledger_check_reverses() returns trigger language plpgsql as $$
begin
  if not exists (select from ledger_entries where id = new.reverses) then
    raise exception 'entry % takes back one that is not there', new.id
      using errcode = 'foreign_key_violation', constraint = 'ledger_entries_reverses_entry';
  end if;
  return new;
end $$;

create trigger ledger_entries_reverses before insert on ledger_entries
  for each row when (new.reverses is not null) execute function ledger_check_reverses();

-- What can be taken back of a posting is what it says, and what was taken back stays so.
create function ledger_check_reversal() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and
     ((new.entry_id, new.ordinal, new.amount) is distinct from (old.entry_id, old.ordinal, old.amount)
      or new.reversed < old.reversed) then
    raise exception 'what was reversed stays reversed'
      using errcode = 'check_violation', constraint = 'ledger_reversals_one_way';
  end if;
  if tg_op = 'INSERT' and not exists (
       select from ledger_postings as postings
        where postings.entry_id = new.entry_id and postings.ordinal = new.ordinal and postings.amount = new.amount) then
    raise exception 'posting % of entry % is not of %', new.ordinal, new.entry_id, new.amount
      using errcode = 'check_violation', constraint = 'ledger_reversals_amount_of_posting';
  end if;
  return new;
end $$;

create trigger ledger_reversals_of_posting before insert or update on ledger_reversals
  for each row execute function ledger_check_reversal();

-- What holds keep and what balances say is reserved is one thing: nobody writes the second but this.
create function ledger_reserve_for_holds() returns trigger language plpgsql as $$
declare
  v_before bigint := 0;
begin
  if tg_op = 'UPDATE' then
    if (new.id, new.account_id, new.currency, new.amount, new.scope, new.key, new.input_hash, new.created_at)
       is distinct from
       (old.id, old.account_id, old.currency, old.amount, old.scope, old.key, old.input_hash, old.created_at)
       or new.captured < old.captured or new.released < old.released or old.status <> 'OPEN' then
      raise exception 'hold % can only be captured and released', old.id
        using errcode = 'check_violation', constraint = 'ledger_holds_one_way';
    end if;
    v_before := old.amount - old.captured - old.released;
  end if;
  update ledger_balances set reserved = reserved + (new.amount - new.captured - new.released) - v_before
   where account_id = new.account_id;
  return null;
end $$;

create trigger ledger_holds_reserve after insert or update on ledger_holds
  for each row execute function ledger_reserve_for_holds();

alter table ledger_entries enable always trigger ledger_entries_append_only;
alter table ledger_entries enable always trigger ledger_entries_reverses;
alter table ledger_postings enable always trigger ledger_postings_append_only;
alter table ledger_postings enable always trigger ledger_postings_whole;
alter table ledger_accounts enable always trigger ledger_accounts_append_only;
alter table ledger_balances enable always trigger ledger_balances_kept;
alter table ledger_reversals enable always trigger ledger_reversals_kept;
alter table ledger_reversals enable always trigger ledger_reversals_of_posting;
alter table ledger_holds enable always trigger ledger_holds_kept;
alter table ledger_holds enable always trigger ledger_holds_reserve;
