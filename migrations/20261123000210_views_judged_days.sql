-- When each day was judged last: it is not judged again until something came in, and operators see what was found.
create table view_judged_days (
  day       date        not null,
  judged_at timestamptz not null,
  invalid   integer     not null,
  held      integer     not null,
  constraint view_judged_days_pkey primary key (day)
);
