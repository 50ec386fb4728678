-- Posts many entries at once, all or none; see ledger_post. Entries name their postings by p_entry, the place (from 1) of
-- the entry, postings name their accounts by place in p_addresses. Gives one row per entry, in order.
--
-- Plans are made for the arrays at hand: a plan for "some ten" would be quadratic for ten thousand. What the statistics do not
-- know yet (tables that were small a moment ago, the first close of a young ledger) must not matter either: rows are looked up
-- one by one by their keys, and a limit keeps the lookups from becoming a join.
create function ledger_post_many(
  p_at timestamptz,
  p_addresses text[], p_currencies text[], p_kinds text[], p_negative boolean[], p_keeps boolean[],
  p_ids uuid[], p_scopes text[], p_keys text[], p_entry_kinds text[], p_references text[], p_input_hashes text[],
  p_entry_currencies text[], p_totals bigint[], p_counts integer[],
  p_entry integer[], p_ordinals integer[], p_from integer[], p_to integer[], p_amounts bigint[]
) returns table (place integer, entry_id uuid, entry_at timestamptz, replayed boolean)
language plpgsql set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  v_at timestamptz;
  v_ids bigint[];
  v_opened boolean;
  v_address text;
  v_key text;
  v_fresh boolean[];
  v_seqs bigint[];
  v_balances bigint[];
  v_moved bigint[];
  v_moved_seqs bigint[];
  v_moved_balances bigint[];
  v_short bigint;
  v_missing bigint;
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
  select greatest(p_at, max(balances.last_at)) into v_at
    from ledger_balances as balances where balances.account_id = any (v_ids);

  insert into ledger_entries (id, scope, key, kind, reference, currency, input_hash, total, posting_count, at)
  select posted.id, posted.scope, posted.key, posted.kind, posted.reference, posted.currency,
         decode(posted.input_hash, 'hex'), posted.total, posted.posting_count, v_at
    from unnest(p_ids, p_scopes, p_keys, p_entry_kinds, p_references, p_entry_currencies, p_input_hashes, p_totals,
                p_counts) as posted (id, scope, key, kind, reference, currency, input_hash, total, posting_count)
   -- Two who post the same keys meet in the same order.
   order by posted.scope, posted.key
      on conflict (scope, key) do nothing;

  select array_agg(entries.id is not distinct from posted.id order by posted.place),
         min(posted.key) filter (where entries.input_hash is distinct from decode(posted.input_hash, 'hex'))
    into v_fresh, v_key
    from unnest(p_ids, p_scopes, p_keys, p_input_hashes) with ordinality
           as posted (id, scope, key, input_hash, place)
    left join lateral (
      select id, input_hash from ledger_entries where scope = posted.scope and key = posted.key limit 1) as entries on true;
  if v_key is not null then
    raise exception 'key % was used with another input', v_key using errcode = 'LG003';
  end if;

  if false = any (v_fresh) then
    select array_agg(posted.entry order by posted.n), array_agg(posted.ordinal order by posted.n),
           array_agg(posted.origin order by posted.n), array_agg(posted.target order by posted.n),
           array_agg(posted.amount order by posted.n)
      into p_entry, p_ordinals, p_from, p_to, p_amounts
      from unnest(p_entry, p_ordinals, p_from, p_to, p_amounts) with ordinality
             as posted (entry, ordinal, origin, target, amount, n)
     where v_fresh[posted.entry];
  end if;

  -- Line 2n − 1 is what posting n takes, line 2n what it gives. No nulls: an array with nulls is walked to each element.
  select array_agg(case when lines.keeps then lines.seq else 0 end order by lines.line),
         array_agg(case when lines.keeps then lines.balance else 0 end order by lines.line),
         array_agg(lines.account_id) filter (where lines.keeps and lines.next_entry is null),
         array_agg(lines.seq) filter (where lines.keeps and lines.next_entry is null),
         array_agg(lines.balance) filter (where lines.keeps and lines.next_entry is null),
         -- An entry is judged by what it leaves behind, not by the order of its postings.
         min(lines.line) filter (where not lines.negative and lines.balance < lines.reserved
                                   and lines.next_entry is distinct from lines.entry)
    into v_seqs, v_balances, v_moved, v_moved_seqs, v_moved_balances, v_short
    from (
      select line.line, line.entry, line.account_id, line.keeps, line.negative, balances.reserved,
             (coalesce(balances.balance, 0) + sum(line.delta) over lines_of)::bigint as balance,
             coalesce(balances.seq, 0) + row_number() over lines_of as seq,
             lead(line.entry) over lines_of as next_entry
        from (
          select side.line, posted.entry, v_ids[side.place] as account_id, p_keeps[side.place] as keeps,
                 p_negative[side.place] as negative, side.delta
            from unnest(p_entry, p_from, p_to, p_amounts) with ordinality
                   as posted (entry, origin, target, amount, n)
           cross join lateral (values (2 * posted.n - 1, posted.origin, -posted.amount),
                                      (2 * posted.n, posted.target, posted.amount)) as side (line, place, delta)
        ) as line
        left join lateral (
          select balance, reserved, seq from ledger_balances where account_id = line.account_id limit 1) as balances on true
      window lines_of as (partition by line.account_id order by line.line)) as lines;

  select accounts.address into v_address
    from (select account_id from ledger_balances
           -- Fenced off: joined first, each account would be sought in the array anew.
           where account_id = any (v_moved) and closed_at is not null offset 0) as closed
    join ledger_accounts as accounts on accounts.id = closed.account_id
   order by 1 limit 1;
  if found then
    raise exception 'account % is closed', v_address
      using errcode = 'LG002', detail = json_build_object('address', v_address)::text;
  end if;
  if v_short is not null then
    v_missing := -v_balances[v_short];
    v_short := case when v_short % 2 = 1 then p_from[(v_short + 1) / 2] else p_to[v_short / 2] end;
    select balances.reserved + v_missing into v_missing
      from ledger_balances as balances where balances.account_id = v_ids[v_short];
    raise exception 'account % has too little money', p_addresses[v_short]
      using errcode = 'LG001', detail = json_build_object(
        'address', p_addresses[v_short], 'currency', p_currencies[v_short], 'missing', v_missing::text)::text;
  end if;

  update ledger_balances as balances set balance = moved.balance, seq = moved.seq, last_at = v_at
    from unnest(v_moved, v_moved_seqs, v_moved_balances) as moved (account_id, seq, balance)
   where balances.account_id = moved.account_id;

  insert into ledger_postings
         (entry_id, ordinal, currency, from_account_id, to_account_id, amount, at,
          from_seq, from_balance, to_seq, to_balance)
  select p_ids[posted.entry], posted.ordinal, origins.currency, v_ids[posted.origin], v_ids[posted.target],
         posted.amount, v_at,
         nullif(v_seqs[2 * posted.n - 1], 0), case when v_seqs[2 * posted.n - 1] > 0 then v_balances[2 * posted.n - 1] end,
         nullif(v_seqs[2 * posted.n], 0), case when v_seqs[2 * posted.n] > 0 then v_balances[2 * posted.n] end
    from unnest(p_entry, p_ordinals, p_from, p_to, p_amounts) with ordinality
           as posted (entry, ordinal, origin, target, amount, n)
    -- Joined: texts have no fixed length, so an array of them, too, is walked to each element.
    join unnest(p_currencies) with ordinality as origins (currency, place) on origins.place = posted.origin;

  return query
    select posted.place::integer, entries.id, entries.at, not v_fresh[posted.place]
      from unnest(p_scopes, p_keys) with ordinality as posted (scope, key, place)
     cross join lateral (
       select id, at from ledger_entries where scope = posted.scope and key = posted.key limit 1) as entries
     order by posted.place;
end $$;
