-- What moderators said when they took a moment away; it stays while that is appealed.
alter table moments add column rejection jsonb;
alter table moments add constraint moments_rejection_told check (status <> 'REJECTED' or rejection is not null);
