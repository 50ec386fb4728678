-- Approved work is looked at every day, in the order of the ids.
create index engagements_approved_idx on engagements (id) where status = 'APPROVED';
