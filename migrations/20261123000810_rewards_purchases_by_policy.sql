-- A draft of a policy is tried on the purchases of single days, and only on those that a policy pays for.

alter table purchase_rewards
  -- The business day (Europe/Moscow) whose policy holds for it.
  add column purchased_on date,
  -- News of every purchase is noted; an order pays for some, and for creators who do not earn nobody does.
  add column by_policy    boolean;

update purchase_rewards as rewards
   set by_policy = recorded > 0,
       purchased_on = (coalesce((select purchased_at from attributions where attributions.id = rewards.attribution_id),
                                updated_at) at time zone 'Europe/Moscow')::date;

alter table purchase_rewards
  alter column purchased_on set not null,
  alter column by_policy set not null;

create index purchase_rewards_day_idx on purchase_rewards (purchased_on, attribution_id) where by_policy;
