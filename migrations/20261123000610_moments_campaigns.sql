-- Moments that are made for an order: what they advertise, and that they wait for whoever ordered them.
alter table moments
  add column campaign_id uuid,
  -- Who pays for it and the token of the advertisement: `{"advertiser": …, "erid": …}`.
  add column disclosure  jsonb,
  -- When it was let out; one that is made for a campaign is published no earlier.
  add column released_at timestamptz,
  add constraint moments_campaign_check check (
    (campaign_id is null) = (disclosure is null)
    and (campaign_id is not null or released_at is null)
  );
