-- The journal has one door: no statement writes it, or a balance, but those of the functions that post, reserve, open and close.
-- Each of them carries the mark that the triggers look for, and it ends with the function. So a balance moves with its postings
-- or not at all, and no key is taken by an entry that moved nothing.

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
create trigger ledger_accounts_by_posting before insert on ledger_accounts
  for each statement when (current_setting('ledger.posting', true) is distinct from 'on')
  execute function ledger_refuse_by_hand();
create trigger ledger_entries_by_posting before insert on ledger_entries
  for each statement when (current_setting('ledger.posting', true) is distinct from 'on')
  execute function ledger_refuse_by_hand();
create trigger ledger_postings_by_posting before insert on ledger_postings
  for each statement when (current_setting('ledger.posting', true) is distinct from 'on')
  execute function ledger_refuse_by_hand();
create trigger ledger_reversals_by_posting before insert or update on ledger_reversals
  for each statement when (current_setting('ledger.posting', true) is distinct from 'on')
  execute function ledger_refuse_by_hand();

alter table ledger_balances enable always trigger ledger_balances_by_posting;
alter table ledger_accounts enable always trigger ledger_accounts_by_posting;
alter table ledger_entries enable always trigger ledger_entries_by_posting;
alter table ledger_postings enable always trigger ledger_postings_by_posting;
alter table ledger_reversals enable always trigger ledger_reversals_by_posting;

-- A checkpoint stands for the postings up to it, which do not change either.
create trigger ledger_checkpoints_append_only before update or delete or truncate on ledger_checkpoints
  for each statement execute function ledger_refuse_change();
alter table ledger_checkpoints enable always trigger ledger_checkpoints_append_only;
