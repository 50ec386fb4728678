-- Products that a moment was paid to show: what they sell is paid by that order, not by the platform's policy.
create table commission_agreements (
  moment_id    uuid        not null,
  product_id   uuid        not null,
  campaign_id  uuid        not null,
  -- Of the price paid, in hundredths of a per cent.
  bps          integer     not null,
  agreed_from  timestamptz not null,
  -- Purchases from then on are no longer paid by the order; null while it has no end.
  agreed_until timestamptz,
  constraint commission_agreements_pkey primary key (moment_id, product_id),
  constraint commission_agreements_bps_check check (bps between 1 and 10000),
  constraint commission_agreements_window_check check (agreed_until >= agreed_from)
);
