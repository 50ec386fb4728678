-- What operators have called banks is kept: `payouts.banks` knows more of a bank than its name, and has taken the place of
-- `payouts.bank-names`.
insert into settings (name, version, value, set_by, set_at)
select 'payouts.banks', 1,
       coalesce((select jsonb_object_agg(named.bic, jsonb_build_object('name', named.name))
                   from jsonb_each_text(value) as named (bic, name)), '{}'),
       set_by, set_at
  from settings
 where name = 'payouts.bank-names' and not exists (select from settings where name = 'payouts.banks')
 order by version desc limit 1;
