create table assignments (
  id text primary key,
  org_id text not null,
  application_id text not null unique,
  stage_key text not null,
  repo_id text not null unique check (repo_id ~ '^[a-z0-9]{26}$'),
  state text not null default 'offered' check (state in ('offered', 'started', 'submitted', 'submitted_empty', 'expired')),
  -- Seconds, from the process version the candidate applied under.
  time_limit int not null check (time_limit > 0),
  -- An accommodation: private, set before the start, never shown with its number in any event.
  multiplier double precision not null default 1 check (multiplier between 1 and 4),
  offered_at timestamptz not null,
  start_by timestamptz not null,
  started_at timestamptz,
  -- started_at + time_limit x multiplier + the sum of the extensions; kept here so that one row decides about a push.
  deadline_at timestamptz,
  starter_commit text,
  submit_requested_at timestamptz,
  foreign key (org_id, application_id) references applications (org_id, id),
  check ((state in ('offered', 'expired')) = (started_at is null)),
  check ((started_at is null) = (deadline_at is null)),
  check ((started_at is null) = (starter_commit is null))
);

create table deadline_extensions (
  id text primary key,
  assignment_id text not null references assignments,
  seconds int not null check (seconds > 0),
  reason text not null,
  granted_by text not null references members,
  granted_at timestamptz not null
);
create index deadline_extensions_by_assignment on deadline_extensions (assignment_id, granted_at);
create trigger deadline_extensions_are_for_ever before update or delete on deadline_extensions for each row execute function refuse_change();

create table git_tokens (
  id text primary key,
  assignment_id text not null references assignments,
  token_hash text not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);
create unique index one_live_git_token on git_tokens (assignment_id) where revoked_at is null;

-- One row for each push from its first byte on. `received_at` is that first byte by the database's clock, stamped under
-- the assignment's row lock, so that sealing never overtakes a push that came in time.
create table pushes (
  id text primary key,
  assignment_id text not null references assignments,
  ip text not null default '',
  received_at timestamptz not null,
  finished_at timestamptz,
  bytes bigint,
  decided_at timestamptz,
  state text not null default 'received' check (state in ('received', 'accepted', 'applied', 'refused', 'void')),
  reason text not null default ''
);
create index pushes_by_assignment on pushes (assignment_id, received_at desc);
create index pushes_under_way on pushes (assignment_id, received_at) where state in ('received', 'accepted');

-- What a push asked for, one row for each ref, written when it was decided.
create table push_updates (
  push_id text not null references pushes,
  assignment_id text not null references assignments,
  seq int not null,
  ref text not null,
  old_sha text not null,
  new_sha text not null,
  commit_sha text not null,
  subject text not null default '',
  forced boolean not null default false,
  applied boolean not null default false,
  primary key (push_id, ref),
  unique (assignment_id, seq)
);

create table submissions (
  id text primary key,
  org_id text not null references organizations,
  assignment_id text not null unique references assignments,
  application_id text not null references applications,
  repo_id text not null,
  commit_sha text not null,
  tree_sha text not null,
  starter_commit text not null,
  content_sha256 text not null,
  rubric_sha256 text not null,
  process_version int not null,
  started_at timestamptz not null,
  deadline_at timestamptz not null,
  received_at timestamptz,
  sealed_at timestamptz not null,
  source text not null check (source in ('deadline', 'candidate')),
  empty boolean not null,
  check (empty = (received_at is null))
);
create index submissions_by_application on submissions (application_id);
create trigger submissions_are_frozen before update or delete on submissions for each row execute function refuse_change();
