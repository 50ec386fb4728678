-- Payments that were sent before had the numbers of their places in a batch: new ones go on behind the highest of them, or
-- a bank would see one number twice on the day of the change.
select setval('payouts_payment_numbers', sent.highest)
  from (select max(payment_number) as highest from payouts) as sent, payouts_payment_numbers as numbers
 where sent.highest > numbers.last_value or (sent.highest = numbers.last_value and not numbers.is_called);
