-- By which rules creators are paid. A policy is never changed: another one is published.

create table reward_policies (
  version         integer     not null,
  -- The first business day (Europe/Moscow) that it holds for.
  effective_from  date        not null,
  rules           jsonb       not null,
  published_at    timestamptz not null,
  -- Null from the command line.
  published_by    uuid,
  idempotency_key text        not null,
  -- SHA-256 of rules and day: tells a repeated call from another under its key.
  input_hash      bytea       not null,
  constraint reward_policies_pkey primary key (version),
  constraint reward_policies_key_key unique nulls not distinct (published_by, idempotency_key),
  constraint reward_policies_version_check check (version >= 1)
);
create index reward_policies_effective_idx on reward_policies (effective_from, version);

create function refuse_reward_policy_change() returns trigger language plpgsql as $$
begin
  raise exception 'reward policies are never changed' using errcode = 'restrict_violation';
end $$;
create trigger reward_policies_append_only before update or delete or truncate on reward_policies
  for each statement execute function refuse_reward_policy_change();
alter table reward_policies enable always trigger reward_policies_append_only;

insert into reward_policies (version, effective_from, rules, published_at, idempotency_key, input_hash)
values (1, '2020-01-01', '{
  "currency": "RUB",
  "views": {
    "standard": {
      "photoPerThousandMinor": 1000,
      "byLengthMs": [
        { "from": 0, "below": 15000, "perThousandMinor": 1000 },
        { "from": 15000, "below": 60000, "perThousandMinor": 2000 },
        { "from": 60000, "perThousandMinor": 3000 }
      ]
    },
    "categories": {}
  },
  "conversion": {
    "priorBps": 200,
    "priorOpeners": 50,
    "byConversionBps": [
      { "from": 0, "below": 100, "multiplierBps": 9000 },
      { "from": 100, "below": 300, "multiplierBps": 10000 },
      { "from": 300, "below": 600, "multiplierBps": 12000 },
      { "from": 600, "multiplierBps": 15000 }
    ]
  },
  "quality": {
    "byCompletionBps": [
      { "from": 0, "below": 1000, "multiplierBps": 8000 },
      { "from": 1000, "below": 4000, "multiplierBps": 10000 },
      { "from": 4000, "multiplierBps": 12000 }
    ],
    "byOpenStrikes": [
      { "from": 0, "below": 1, "multiplierBps": 10000 },
      { "from": 1, "below": 3, "multiplierBps": 5000 },
      { "from": 3, "multiplierBps": 0 }
    ]
  },
  "commission": { "standardBps": 500, "categoriesBps": {}, "capPerPurchaseMinor": 5000000 },
  "caps": { "momentPerDayMinor": 5000000, "creatorPerDayMinor": 20000000 },
  "budget": { "perDayMinor": 1000000000 }
}', '2020-01-01', 'the first', sha256('the first'));
