-- A batch of which nothing may go any more is over: its payouts wait for another one.
alter table payout_batches drop constraint payout_batches_status_check;
alter table payout_batches add constraint payout_batches_status_check check (status in ('CREATED', 'SENT', 'CANCELLED'));

-- Whose approved payouts wait for the tax service's word, in a batch or not.
create index payouts_unsent_idx on payouts (id) where status = 'APPROVED';

-- Of a deleted account what it was paid stays, under the bare id; who it was and its bank account go.
alter table payout_methods alter column sealed_number drop not null;
