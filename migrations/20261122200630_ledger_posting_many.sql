-- Posts many entries at once, all or none; see ledger_post. Entries name their postings by p_entry, the place (from 1) of
-- the entry, postings name their accounts by place in p_addresses. Gives when they were posted, and which of them had been
-- posted before with the same input: their places, ids and times.
--
-- Plans are made for the arrays at hand: a plan for "some ten" would be quadratic for ten thousand. What the statistics do not
-- know yet (tables that were small a moment ago, the first close of a young ledger) must not matter either: rows are looked up
-- one by one by their keys, and a limit keeps the lookups from becoming a join. Arrays are read by unnest or by place; by place
-- only those of numbers without nulls: any other is walked to each element.
create function ledger_post_many(
  p_at timestamptz,
  p_addresses text[], p_currencies text[], p_kinds text[], p_negative boolean[], p_keeps boolean[],
  p_ids uuid[], p_scopes text[], p_keys text[], p_entry_kinds text[], p_references text[], p_input_hashes text[],
  p_entry_currencies text[], p_totals bigint[], p_counts integer[],
  p_entry integer[], p_ordinals integer[], p_from integer[], p_to integer[], p_amounts bigint[]
) returns table (entry_at timestamptz, replayed_places integer[], replayed_ids uuid[], replayed_ats timestamptz[])
language plpgsql set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  v_at timestamptz;
  v_ids bigint[];
  v_opened boolean;
  v_all_new boolean := false;
  v_key text;
  v_fresh boolean[];
  v_closed integer[];
  v_before bigint[];
  v_seqs_before bigint[];
  v_reserved bigint[];
  v_seqs bigint[];
  v_balances bigint[];
  v_moved integer[];
  v_moved_seqs bigint[];
  v_moved_balances bigint[];
  v_account integer;
  v_short bigint;
begin
  loop
    select array_agg(accounts.id order by asked.place), bool_or(accounts.id is null) into v_ids, v_opened
      from unnest(p_addresses, p_currencies) with ordinality as asked (address, currency, place)
      left join lateral (
        select id from ledger_accounts where address = asked.address and currency = asked.currency limit 1) as accounts on true;
    exit when not v_opened;
    perform ledger_open_accounts(array_agg(asked.address), array_agg(asked.currency), array_agg(asked.kind),
                                 array_agg(asked.negative), array_agg(asked.keeps), p_at)
       from unnest(p_addresses, p_currencies, p_kinds, p_negative, p_keeps, v_ids)
              as asked (address, currency, kind, negative, keeps, id)
      where asked.id is null;
  end loop;

  -- The same rows in the same order as ledger_post.
  perform from ledger_balances where account_id = any (v_ids) order by account_id for no key update;
  select greatest(p_at, max(balances.last_at)), array_agg(coalesce(balances.balance, 0) order by asked.place),
         array_agg(coalesce(balances.seq, 0) order by asked.place), array_agg(coalesce(balances.reserved, 0) order by asked.place),
         array_agg(asked.place) filter (where balances.closed_at is not null)
    into v_at, v_before, v_seqs_before, v_reserved, v_closed
    from unnest(v_ids) with ordinality as asked (id, place)
    left join lateral (
      select balance, seq, reserved, last_at, closed_at from ledger_balances where account_id = asked.id limit 1)
      as balances on true;

  -- Two who post the same keys meet in the same order. Keys are new, mostly, and looking for an earlier one before each costs
  -- up to a third more: only when one was there, all are written anew, around those that are.
  begin
    insert into ledger_entries (id, scope, key, kind, reference, currency, input_hash, total, posting_count, at)
    select posted.id, posted.scope, posted.key, posted.kind, posted.reference, posted.currency,
           decode(posted.input_hash, 'hex'), posted.total, posted.posting_count, v_at
      from unnest(p_ids, p_scopes, p_keys, p_entry_kinds, p_references, p_entry_currencies, p_input_hashes, p_totals,
                  p_counts) as posted (id, scope, key, kind, reference, currency, input_hash, total, posting_count)
     order by posted.scope, posted.key;
    v_all_new := true;
  exception when unique_violation then
    insert into ledger_entries (id, scope, key, kind, reference, currency, input_hash, total, posting_count, at)
    select posted.id, posted.scope, posted.key, posted.kind, posted.reference, posted.currency,
           decode(posted.input_hash, 'hex'), posted.total, posted.posting_count, v_at
      from unnest(p_ids, p_scopes, p_keys, p_entry_kinds, p_references, p_entry_currencies, p_input_hashes, p_totals,
                  p_counts) as posted (id, scope, key, kind, reference, currency, input_hash, total, posting_count)
     order by posted.scope, posted.key
        on conflict (scope, key) do nothing;
  end;

  if not v_all_new then
    select array_agg(entries.id is not distinct from posted.id order by posted.place),
           min(posted.key) filter (where entries.input_hash is distinct from decode(posted.input_hash, 'hex')),
           array_agg(posted.place order by posted.place) filter (where entries.id <> posted.id),
           array_agg(entries.id order by posted.place) filter (where entries.id <> posted.id),
           array_agg(entries.at order by posted.place) filter (where entries.id <> posted.id)
      into v_fresh, v_key, replayed_places, replayed_ids, replayed_ats
      from unnest(p_ids, p_scopes, p_keys, p_input_hashes) with ordinality
             as posted (id, scope, key, input_hash, place)
      left join lateral (
        select id, input_hash, at from ledger_entries where scope = posted.scope and key = posted.key limit 1)
        as entries on true;
    if v_key is not null then
      raise exception 'key % was used with another input', v_key using errcode = 'LG003';
    end if;

    select array_agg(posted.entry order by posted.n), array_agg(posted.ordinal order by posted.n),
           array_agg(posted.origin order by posted.n), array_agg(posted.target order by posted.n),
           array_agg(posted.amount order by posted.n)
      into p_entry, p_ordinals, p_from, p_to, p_amounts
      from unnest(p_entry, p_ordinals, p_from, p_to, p_amounts) with ordinality
             as posted (entry, ordinal, origin, target, amount, n)
     where v_fresh[posted.entry];
  end if;

  -- Line 2n − 1 is what posting n takes, line 2n what it gives.
  select array_agg(lines.seq order by lines.line), array_agg(lines.balance order by lines.line),
         array_agg(lines.account) filter (where lines.next_entry is null),
         array_agg(lines.seq) filter (where lines.next_entry is null),
         array_agg(lines.balance) filter (where lines.next_entry is null),
         -- An entry is judged by what it leaves behind, not by the order of its postings.
         min(lines.line) filter (where lines.balance < v_reserved[lines.account] and not p_negative[lines.account]
                                   and lines.next_entry is distinct from lines.entry)
    into v_seqs, v_balances, v_moved, v_moved_seqs, v_moved_balances, v_short
    from (
      select line.line, line.entry, line.account,
             v_before[line.account] + (sum(line.delta) over lines_of)::bigint as balance,
             v_seqs_before[line.account] + row_number() over lines_of as seq,
             lead(line.entry) over lines_of as next_entry
        from (
          select 2 * posted.n - 1 as line, posted.entry, posted.origin as account, -posted.amount as delta
            from unnest(p_entry, p_from, p_amounts) with ordinality as posted (entry, origin, amount, n)
          union all
          select 2 * posted.n, posted.entry, posted.target, posted.amount
            from unnest(p_entry, p_to, p_amounts) with ordinality as posted (entry, target, amount, n)
        ) as line
      window lines_of as (partition by line.account order by line.line)) as lines;

  select min(closed.place) into v_account
    from unnest(v_closed) as closed (place) where closed.place = any (v_moved);
  if v_account is not null then
    raise exception 'account % is closed', p_addresses[v_account]
      using errcode = 'LG002', detail = json_build_object('address', p_addresses[v_account])::text;
  end if;
  if v_short is not null then
    v_account := case when v_short % 2 = 1 then p_from[(v_short + 1) / 2] else p_to[v_short / 2] end;
    raise exception 'account % has too little money', p_addresses[v_account]
      using errcode = 'LG001', detail = json_build_object(
        'address', p_addresses[v_account], 'currency', p_currencies[v_account],
        'missing', (v_reserved[v_account] - v_balances[v_short])::text)::text;
  end if;

  -- Accounts that keep no balance have no row here.
  update ledger_balances as balances set balance = moved.balance, seq = moved.seq, last_at = v_at
    from unnest(v_moved, v_moved_seqs, v_moved_balances) as moved (place, seq, balance)
   where balances.account_id = v_ids[moved.place];

  insert into ledger_postings
         (entry_id, ordinal, currency, from_account_id, to_account_id, amount, at,
          from_seq, from_balance, to_seq, to_balance)
  select p_ids[posted.entry], posted.ordinal, currencies.currency, v_ids[posted.origin], v_ids[posted.target],
         posted.amount, v_at,
         case when p_keeps[posted.origin] then v_seqs[2 * posted.n - 1] end,
         case when p_keeps[posted.origin] then v_balances[2 * posted.n - 1] end,
         case when p_keeps[posted.target] then v_seqs[2 * posted.n] end,
         case when p_keeps[posted.target] then v_balances[2 * posted.n] end
    from unnest(p_entry, p_ordinals, p_from, p_to, p_amounts) with ordinality
           as posted (entry, ordinal, origin, target, amount, n)
    -- Joined: texts have no fixed length, so an array of them, too, is walked to each element.
    join unnest(p_entry_currencies) with ordinality as currencies (currency, place) on currencies.place = posted.entry;

  entry_at := v_at;
  return next;
end $$;
