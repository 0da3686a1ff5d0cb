-- Pushes that came as a zip or a patch from the page, for who cannot use git. The numbers are those of the commit that was
-- made of it; none where it was refused, or where we were killed before we could write them.
create table uploads (
  push_id text primary key references pushes,
  added int,
  modified int,
  removed int,
  left_out jsonb not null default '[]'
);
