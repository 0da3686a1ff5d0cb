-- A candidate's own repository for trying git before any clock runs. Apart from everything a submission is derived from:
-- nothing here has a row in pushes, and no take-home's repository has a name that begins like these.
create table practice_repositories (
  assignment_id text primary key references assignments,
  repo_id text not null unique check (repo_id ~ '^practice[a-z0-9]{18}$'),
  -- null once it is revoked.
  token_hash text unique,
  created_at timestamptz not null,
  cloned_at timestamptz,
  removed_at timestamptz,
  check (removed_at is null or token_hash is null)
);

create table practice_pushes (
  id text primary key,
  repo_id text not null references practice_repositories (repo_id),
  received_at timestamptz not null,
  finished_at timestamptz,
  state text not null default 'received' check (state in ('received', 'accepted', 'applied', 'refused', 'void')),
  reason text not null default '',
  -- What it asked for, and the first of its tips, once it was looked at.
  updates jsonb not null default '[]',
  ref text not null default '',
  commit_sha text,
  subject text not null default ''
);
create index practice_pushes_by_repository on practice_pushes (repo_id, received_at desc);
create index practice_pushes_under_way on practice_pushes (repo_id) where state in ('received', 'accepted');
