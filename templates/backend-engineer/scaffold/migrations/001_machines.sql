-- One row per machine of the workshop.
create table machines (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null
);
