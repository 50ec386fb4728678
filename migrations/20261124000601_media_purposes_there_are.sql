-- Purposes for which files could be uploaded, and nothing could be made of them. As photos they are looked at when they are
-- used, and refused for what they are; until then they go the way of every upload.
update uploads set purpose = 'PHOTO' where purpose in ('PRODUCT_FILE', 'TASK_FILE');
alter table uploads
  drop constraint uploads_purpose_known,
  add constraint uploads_purpose_known check (purpose in ('VIDEO', 'PHOTO', 'AVATAR'));
