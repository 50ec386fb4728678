-- Files that are kept as they are and belong to something; no asset is made of them, and they are not swept.
alter table uploads add column kept_at timestamptz;
