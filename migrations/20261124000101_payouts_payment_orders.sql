-- The number under which a bank knows a payment order: six digits at most, and never twice on a day, whatever batch it is in.
create sequence payouts_payment_numbers as integer minvalue 1 maxvalue 999999 cycle;

alter table payouts
  add column payment_number        integer,
  -- Of the payee's bank at the Bank of Russia, as it was known when the payout was sent.
  add column correspondent_account text;

-- What was sent before keeps the number that the bank was given.
update payouts set payment_number = position where sent_at is not null;

alter table payouts add constraint payouts_payment_number_check check (sent_at is null or payment_number is not null);
