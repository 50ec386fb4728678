-- A role that gave nobody anything: no part of the product asked for it. An account that was granted it could not be read.
delete from role_grants where role = 'PERFORMER';
alter table role_grants
  drop constraint role_grants_role_check,
  add constraint role_grants_role_check check (role in ('CREATOR', 'SELLER', 'MODERATOR', 'OPERATOR'));
