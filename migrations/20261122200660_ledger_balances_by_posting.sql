-- A balance moves with its postings, or not at all: no statement writes it but those of the functions that post, reserve, open
-- and close. Each of them carries the mark that the trigger looks for, and it ends with the function.

alter function ledger_open_accounts set ledger.posting = 'on';
alter function ledger_close_account set ledger.posting = 'on';
alter function ledger_post set ledger.posting = 'on';
alter function ledger_post_many set ledger.posting = 'on';
alter function ledger_reserve_for_holds set ledger.posting = 'on';

create function ledger_refuse_by_hand() returns trigger language plpgsql as $$
begin
  raise exception '% is written by posting alone', tg_table_name
    using errcode = 'restrict_violation', hint = 'Post an entry.';
end $$;

-- The condition is asked without calling anything, so that posting does not pay for it.
create trigger ledger_balances_by_posting before insert or update on ledger_balances
  for each statement when (current_setting('ledger.posting', true) is distinct from 'on')
  execute function ledger_refuse_by_hand();
alter table ledger_balances enable always trigger ledger_balances_by_posting;

-- A checkpoint stands for the postings up to it, which do not change either.
create trigger ledger_checkpoints_append_only before update or delete or truncate on ledger_checkpoints
  for each statement execute function ledger_refuse_change();
alter table ledger_checkpoints enable always trigger ledger_checkpoints_append_only;
