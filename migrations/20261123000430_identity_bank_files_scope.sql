-- A bank, or who speaks for it, may bring files about payouts.
alter table integrations drop constraint integrations_scopes_check;
alter table integrations add constraint integrations_scopes_check
  check (scopes <@ array['catalogue:write', 'purchases:write', 'deposits:write', 'bank-files:write']::text[]
         and cardinality(scopes) > 0);
