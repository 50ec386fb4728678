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

-- An entry comes with all of its postings in one statement, in its own currency, adding up to its total; and the
-- balances have moved along with them: the newest line of each account says what its balance row says.
create function ledger_check_postings() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  v_entry uuid;
  v_account bigint;
begin
  -- Each row is looked up by its key (a limit keeps the lookups from becoming a join): the plan is made once, maybe while the
  -- tables are small, and a join that was good for ten rows is quadratic for ten thousand.
  -- All postings of the entry, not only those of this statement: none comes later.
  select touched.entry_id into v_entry
    from (select distinct entry_id from added) as touched
   cross join lateral (
      select count(*) as posting_count, sum(amount) as total, min(currency) as currency, max(currency) as last_currency,
             min(at) as at, max(at) as last_at
        from ledger_postings as postings where postings.entry_id = touched.entry_id) as sums
    left join lateral (
      select posting_count, total, currency, at from ledger_entries where id = touched.entry_id limit 1) as entries on true
   where (sums.posting_count, sums.total, sums.currency, sums.last_currency, sums.at, sums.last_at) is distinct from
         (entries.posting_count, entries.total, entries.currency, entries.currency, entries.at, entries.at)
   limit 1;
  if found then
    raise exception 'the postings of entry % are not those that it says', v_entry
      using errcode = 'check_violation', constraint = 'ledger_postings_whole_entry';
  end if;

  select lines.account_id into v_account
    from (select from_account_id as account_id, from_seq as seq, from_balance as balance from added
          union all
          select to_account_id, to_seq, to_balance from added) as lines
   cross join lateral (select keeps_balance from ledger_accounts where id = lines.account_id limit 1) as accounts
    left join lateral (
      select seq, balance from ledger_balances where account_id = lines.account_id limit 1) as balances on true
   group by lines.account_id, accounts.keeps_balance, balances.seq, balances.balance
  having bool_or(accounts.keeps_balance <> (lines.seq is not null))
      or max(lines.seq) is distinct from balances.seq
      or max(lines.balance) filter (where lines.seq = balances.seq) is distinct from balances.balance
   limit 1;
  if found then
    raise exception 'the balance of account % has not followed its postings', v_account
      using errcode = 'check_violation', constraint = 'ledger_postings_balances_follow';
  end if;
  return null;
end $$;

create trigger ledger_postings_whole after insert on ledger_postings referencing new table as added
  for each statement execute function ledger_check_postings();

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
alter table ledger_postings enable always trigger ledger_postings_append_only;
alter table ledger_postings enable always trigger ledger_postings_whole;
alter table ledger_accounts enable always trigger ledger_accounts_append_only;
alter table ledger_balances enable always trigger ledger_balances_kept;
alter table ledger_reversals enable always trigger ledger_reversals_kept;
alter table ledger_reversals enable always trigger ledger_reversals_of_posting;
alter table ledger_holds enable always trigger ledger_holds_kept;
alter table ledger_holds enable always trigger ledger_holds_reserve;
