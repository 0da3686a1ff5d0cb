-- A git token that its candidate pushed is worth nothing any more. In the last half hour before the deadline it opens the
-- repository until then, so that nobody loses their way in; it ends with the deadline, wherever that is moved to.
alter table git_tokens
  add column found_at timestamptz,
  add column until_deadline boolean not null default false,
  add check (found_at is not null or not until_deadline);
