-- Those that sell no more: every search leaves their products out, and there are few of them among many.
create index sellers_gone_idx on sellers (id) where deleted_at is not null;
