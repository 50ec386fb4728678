-- Posting in one round trip. What is refused is raised with a code of class LG and what it is about as JSON in DETAIL;
-- libs/ledger makes typed errors of it:
--   LG001 too little money   LG002 account closed   LG003 key used with another input
--   LG004 hold cannot be captured so   LG005 not a reversal of that entry

-- Opens the accounts that are not there yet. Addresses may repeat in several currencies.
create function ledger_open_accounts(
  p_addresses text[], p_currencies text[], p_kinds text[], p_negative boolean[], p_keeps boolean[], p_at timestamptz
) returns void language plpgsql as $$
declare
  v_closed text;
begin
  -- Shared with everybody who opens, exclusive with ledger_close_account: an address that is just being closed does not
  -- get an account in another currency. 64 locks at most, however many accounts; in sorted order.
  perform pg_advisory_xact_lock_shared(7046, bucket)
     from (select distinct abs(hashtext(address) % 64) as bucket from unnest(p_addresses) as asked (address)
            order by 1) as buckets;

  select accounts.address into v_closed
    from ledger_accounts as accounts join ledger_balances as balances on balances.account_id = accounts.id
   where accounts.address = any (p_addresses) and balances.closed_at is not null limit 1;
  if found then
    raise exception 'account % is closed', v_closed
      using errcode = 'LG002', detail = json_build_object('address', v_closed)::text;
  end if;

  with opened as (
    insert into ledger_accounts (address, currency, kind, may_go_negative, keeps_balance, opened_at)
    select asked.address, asked.currency, asked.kind, asked.negative, asked.keeps, p_at
      from unnest(p_addresses, p_currencies, p_kinds, p_negative, p_keeps)
             as asked (address, currency, kind, negative, keeps)
     -- Two who open the same accounts meet in the same order.
     order by asked.address, asked.currency
        on conflict (address, currency) do nothing
    returning id, may_go_negative, keeps_balance)
  insert into ledger_balances (account_id, may_go_negative, last_at)
  select id, may_go_negative, p_at from opened where keeps_balance;
end $$;

-- Closes an address in all of its currencies, if it is empty; gives the currencies in which it is not.
create function ledger_close_account(p_address text, p_at timestamptz) returns text[] language plpgsql as $$
declare
  v_full text[];
begin
  perform pg_advisory_xact_lock(7046, abs(hashtext(p_address) % 64));
  -- Whoever is posting to it comes first; whoever waits for us then finds it closed.
  perform from ledger_balances
    where account_id in (select id from ledger_accounts where address = p_address) order by account_id for no key update;
  select array_agg(accounts.currency order by accounts.currency) into v_full
    from ledger_accounts as accounts join ledger_balances as balances on balances.account_id = accounts.id
   where accounts.address = p_address and (balances.balance <> 0 or balances.reserved <> 0);
  if v_full is null then
    update ledger_balances set closed_at = p_at
     where closed_at is null and account_id in (select id from ledger_accounts where address = p_address);
  end if;
  return coalesce(v_full, '{}');
end $$;

-- Plans are made once per connection and for two or three rows: without these settings Postgres plans anew for each array,
-- or keeps reading whole tables for as long as it remembers them as small (3 to 4 times the processor time).
--
-- Posts one entry. p_addresses are the distinct accounts, sorted; p_from and p_to are places (from 1) in them. Gives the
-- entry under the key: this one, or the first one when it was posted before with the same input.
create function ledger_post(
  p_id uuid, p_scope text, p_key text, p_kind text, p_reference text, p_input_hash bytea, p_at timestamptz,
  p_currency text, p_total bigint, p_reverses uuid, p_hold uuid,
  p_addresses text[], p_kinds text[], p_negative boolean[], p_keeps boolean[],
  p_from integer[], p_to integer[], p_amounts bigint[], p_reverses_ordinals integer[]
) returns table (entry_id uuid, entry_at timestamptz, replayed boolean)
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  v_accounts constant integer := cardinality(p_addresses);
  v_postings constant integer := cardinality(p_amounts);
  v_at timestamptz := p_at;
  v_ids bigint[];
  v_balances bigint[];
  v_reserved bigint[];
  v_seqs bigint[];
  v_closed boolean[];
  v_from_seq bigint[] := array_fill(null::bigint, array[v_postings]);
  v_from_balance bigint[] := v_from_seq;
  v_to_seq bigint[] := v_from_seq;
  v_to_balance bigint[] := v_from_seq;
  v_found integer;
  v_opened boolean;
  v_keeps boolean;
  v_id bigint;
  v_account integer;
  v_hold ledger_holds;
  v_row record;
begin
  -- The balance rows are locked first and in the order of their ids: two entries over the same accounts wait for each
  -- other and never in a circle, and what is decided below holds until the commit.
  loop
    v_ids := array_fill(null::bigint, array[v_accounts]);
    v_seqs := v_ids;
    v_found := 0;
    v_opened := false;
    for v_row in
      select asked.place, accounts.id, balances.balance, balances.reserved, balances.seq, balances.last_at,
             balances.closed_at is not null as closed
        from unnest(p_addresses) with ordinality as asked (address, place)
        join ledger_accounts as accounts on accounts.address = asked.address and accounts.currency = p_currency
        join ledger_balances as balances on balances.account_id = accounts.id
       order by accounts.id
         for no key update of balances
    loop
      v_account := v_row.place;
      v_ids[v_account] := v_row.id;
      v_balances[v_account] := v_row.balance;
      v_reserved[v_account] := v_row.reserved;
      v_seqs[v_account] := v_row.seq;
      v_closed[v_account] := v_row.closed;
      v_at := greatest(v_at, v_row.last_at);
      v_found := v_found + 1;
    end loop;
    exit when v_found = v_accounts;

    -- The rest keep no balance, or are not opened yet, or were just now by somebody else.
    for i in 1 .. v_accounts loop
      continue when v_ids[i] is not null;
      select accounts.id, accounts.keeps_balance into v_id, v_keeps
        from ledger_accounts as accounts where accounts.address = p_addresses[i] and accounts.currency = p_currency;
      if not found then
        perform ledger_open_accounts(array[p_addresses[i]], array[p_currency], array[p_kinds[i]],
                                     array[p_negative[i]], array[p_keeps[i]], p_at);
        v_opened := true;
      elsif v_keeps then
        v_opened := true;
      else
        v_ids[i] := v_id;
      end if;
    end loop;
    exit when not v_opened;
  end loop;

  insert into ledger_entries
         (id, scope, key, kind, reference, currency, input_hash, total, posting_count, reverses, hold_id, at)
  values (p_id, p_scope, p_key, p_kind, p_reference, p_currency, p_input_hash, p_total, v_postings, p_reverses, p_hold,
          v_at)
      on conflict (scope, key) do nothing;
  if not found then
    return query select entries.id, entries.at, true from ledger_entries as entries
                  where entries.scope = p_scope and entries.key = p_key and entries.input_hash = p_input_hash;
    if not found then
      raise exception 'key % of % was used with another input', p_key, p_scope using errcode = 'LG003';
    end if;
    return;
  end if;

  if p_hold is not null then
    -- After the balance rows, as everywhere: release and expiry take the two in the same order.
    select * into v_hold from ledger_holds where id = p_hold for no key update;
    v_account := p_from[1];
    if v_hold.status is distinct from 'OPEN' or v_hold.expires_at <= p_at or v_hold.account_id <> v_ids[v_account]
       or v_hold.amount - v_hold.captured - v_hold.released < p_total
       or exists (select from unnest(p_from) as origin (place) where place <> v_account) then
      raise exception 'hold % cannot be captured so', p_hold
        using errcode = 'LG004',
              detail = json_build_object(
                'currency', p_currency, 'status', v_hold.status, 'expired', coalesce(v_hold.expires_at <= p_at, false),
                'left', (v_hold.amount - v_hold.captured - v_hold.released)::text)::text;
    end if;
    update ledger_holds
       set captured = captured + p_total,
           status = case when captured + released + p_total = amount then 'CAPTURED' else 'OPEN' end,
           closed_at = case when captured + released + p_total = amount then v_at end
     where id = p_hold;
    v_reserved[v_account] := v_reserved[v_account] - p_total;
  end if;

  for i in 1 .. v_postings loop
    v_account := p_from[i];
    if v_seqs[v_account] is not null then
      v_balances[v_account] := v_balances[v_account] - p_amounts[i];
      v_seqs[v_account] := v_seqs[v_account] + 1;
      v_from_seq[i] := v_seqs[v_account];
      v_from_balance[i] := v_balances[v_account];
    end if;
    v_account := p_to[i];
    if v_seqs[v_account] is not null then
      v_balances[v_account] := v_balances[v_account] + p_amounts[i];
      v_seqs[v_account] := v_seqs[v_account] + 1;
      v_to_seq[i] := v_seqs[v_account];
      v_to_balance[i] := v_balances[v_account];
    end if;
  end loop;

  for i in 1 .. v_accounts loop
    if v_closed[i] then
      raise exception 'account % is closed', p_addresses[i]
        using errcode = 'LG002', detail = json_build_object('address', p_addresses[i])::text;
    end if;
  end loop;
  for i in 1 .. v_accounts loop
    continue when v_seqs[i] is null;
    if not p_negative[i] and v_balances[i] < v_reserved[i] then
      raise exception 'account % has too little money', p_addresses[i]
        using errcode = 'LG001', detail = json_build_object(
          'address', p_addresses[i], 'currency', p_currency, 'missing', (v_reserved[i] - v_balances[i])::text)::text;
    end if;
    update ledger_balances set balance = v_balances[i], seq = v_seqs[i], last_at = v_at where account_id = v_ids[i];
  end loop;

  if v_postings = 1 then
    -- As most entries have: no arrays to be read.
    insert into ledger_postings
           (entry_id, ordinal, currency, from_account_id, to_account_id, amount, at,
            from_seq, from_balance, to_seq, to_balance, reverses_ordinal)
    values (p_id, 1, p_currency, v_ids[p_from[1]], v_ids[p_to[1]], p_amounts[1], v_at,
            v_from_seq[1], v_from_balance[1], v_to_seq[1], v_to_balance[1], p_reverses_ordinals[1]);
  else
    insert into ledger_postings
           (entry_id, ordinal, currency, from_account_id, to_account_id, amount, at,
            from_seq, from_balance, to_seq, to_balance, reverses_ordinal)
    select p_id, posted.ordinal, p_currency, v_ids[posted.origin], v_ids[posted.target], posted.amount, v_at,
           posted.from_seq, posted.from_balance, posted.to_seq, posted.to_balance, posted.reverses_ordinal
      from unnest(p_from, p_to, p_amounts, v_from_seq, v_from_balance, v_to_seq, v_to_balance, p_reverses_ordinals)
             with ordinality
             as posted (origin, target, amount, from_seq, from_balance, to_seq, to_balance, reverses_ordinal, ordinal);
  end if;

  if p_reverses is not null then
    perform ledger_note_reversal(p_id, p_reverses);
  end if;
  return query select p_id, v_at, false;
end $$;

-- Counts what an entry takes back of another one; the check on ledger_reversals refuses more than there was.
create function ledger_note_reversal(p_id uuid, p_reverses uuid) returns void language plpgsql as $$
declare
  v_noted integer;
begin
  -- In the order of the postings, under the lock of the reversed entry that the caller has taken.
  insert into ledger_reversals (entry_id, ordinal, amount, reversed)
  select original.entry_id, original.ordinal, original.amount, reversing.amount
    from ledger_postings as reversing
    join ledger_postings as original
      on original.entry_id = p_reverses and original.ordinal = reversing.reverses_ordinal
     and original.from_account_id = reversing.to_account_id and original.to_account_id = reversing.from_account_id
   where reversing.entry_id = p_id
   order by original.ordinal
      on conflict (entry_id, ordinal) do update set reversed = ledger_reversals.reversed + excluded.reversed;
  get diagnostics v_noted = row_count;
  if v_noted is distinct from (select posting_count from ledger_entries where id = p_id) then
    raise exception 'entry % does not take back postings of %', p_id, p_reverses using errcode = 'LG005';
  end if;
end $$;
