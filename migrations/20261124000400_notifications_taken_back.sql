-- What somebody has taken back (a like, a follow) is in no notification any more. That they did it stays noted for as long
-- as notifications are kept: done again it tells nobody a second time.
alter table notification_acts alter column notification_id drop not null;
-- What was taken back long enough ago.
create index notification_acts_taken_back_idx on notification_acts (acted_at) where notification_id is null;
