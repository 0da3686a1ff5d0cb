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
  -- When the candidate means to begin: a reminder, and nothing else.
  planned_start timestamptz,
  started_at timestamptz,
  -- started_at + time_limit x multiplier + the sum of the extensions; kept here so that one row decides about a push.
  deadline_at timestamptz,
  starter_commit text,
  submit_requested_at timestamptz,
  -- Where the repository lives; 'built-in' is our own git server.
  provider text not null default 'built-in',
  -- Until when every push is known, where somebody else's server takes them; null: nothing was asked yet.
  known_until timestamptz,
  -- What is submitted: set at once for everybody whose clock is over, before it is hashed and sealed.
  frozen_at timestamptz,
  frozen_commit text,
  -- Of the push it came with; null when the starter is what is submitted.
  frozen_push text,
  foreign key (org_id, application_id) references applications (org_id, id),
  check ((state in ('offered', 'expired')) = (started_at is null)),
  check ((started_at is null) = (deadline_at is null)),
  check ((started_at is null) = (starter_commit is null)),
  check ((frozen_at is null) = (frozen_commit is null))
);
create index assignments_to_freeze on assignments (deadline_at) where state = 'started' and frozen_at is null;
create index assignments_submitted_early on assignments (submit_requested_at) where state = 'started' and frozen_at is null;
create index assignments_to_seal on assignments (org_id, frozen_at) where state = 'started' and frozen_at is not null;

-- What a candidate asked for before the start, in private. Emptied when they take it back.
create table accommodation_requests (
  assignment_id text primary key references assignments,
  text text not null,
  asked_at timestamptz not null,
  answer text not null default '',
  answered_by text references members,
  answered_at timestamptz,
  check ((answered_at is null) = (answered_by is null))
);

-- When our git server was there, by the real clock of the database: one row for each of its runs, its end moved on by a
-- pulse. Gaps between runs are outages. Not `hw_now()`: moving the clock in a test is no outage.
create table service_runs (
  id text primary key,
  began_at timestamptz not null,
  seen_at timestamptz not null
);
create index service_runs_by_end on service_runs (seen_at desc);

-- A time in which candidates could not push for a reason of ours; everybody whose clock ran gets it back.
create table outages (
  id text primary key,
  began_at timestamptz not null,
  ended_at timestamptz not null check (ended_at > began_at)
);

-- Until when, on the clock that decides, our git server is known to have been there; null where nobody has ever noted it.
create function last_seen() returns timestamptz language sql volatile as
$$ select hw_now() - (clock_timestamp() - max(seen_at)) from service_runs $$;

create table deadline_extensions (
  id text primary key,
  assignment_id text not null references assignments,
  seconds int not null check (seconds > 0),
  reason text not null,
  -- Given by somebody, or for an outage of ours: for each one only once.
  granted_by text references members,
  outage_id text references outages,
  granted_at timestamptz not null,
  check ((granted_by is null) <> (outage_id is null)),
  unique (assignment_id, outage_id)
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

-- What a commit holds, as SHA-256 over its files: worked out when a push came, so that sealing has it at hand. A starter,
-- the same for everybody, has no repository here.
create table content_hashes (
  repo_id text not null,
  commit_sha text not null,
  tree_sha text not null,
  sha256 text not null,
  primary key (repo_id, commit_sha)
);

-- Freezes, in one statement, every take-home whose clock is over: the newest push that counts, or the starter. Those
-- somebody holds at this moment, and those a push in time is still under way for, are left for the next call. The rows are
-- locked before anything is read, so that whatever was stamped under the same lock is seen. `settle` is how far a stamp may
-- be dated back, `undo` how long an early submission can be taken back. Pushes that somebody else's server took must be
-- known first, and our own must have been there until the end: what an outage took is given back before. The rules are those of assignment.ts.
create function freeze_due(settle interval, undo interval) returns int language plpgsql as $$
declare
  t timestamptz := hw_now() - settle;
  seen timestamptz := coalesce(last_seen(), 'infinity');
  ours text[];
  frozen int;
begin
  select array_agg(id) into ours from (
    select id from assignments
    where state = 'started' and frozen_at is null and (deadline_at <= t or submit_requested_at <= t - undo)
      and case provider when 'built-in' then seen else known_until end >= least(deadline_at, submit_requested_at)
    for update skip locked) due;
  if ours is null then return 0; end if;
  update assignments a
  set frozen_at = hw_now(), frozen_commit = coalesce(newest.commit_sha, a.starter_commit), frozen_push = newest.push_id
  from assignments own
  left join lateral (
    select u.push_id, u.commit_sha from push_updates u join pushes p on p.id = u.push_id
    where u.assignment_id = own.id and u.applied and u.ref = 'refs/heads/main'
      and p.received_at < own.deadline_at and (own.submit_requested_at is null or p.received_at <= own.submit_requested_at)
    order by p.received_at desc, u.seq desc limit 1) newest on true
  where a.id = own.id and own.id = any (ours)
    and not exists (
      select from pushes p where p.assignment_id = own.id and p.state in ('received', 'accepted')
        and p.received_at < own.deadline_at and (own.submit_requested_at is null or p.received_at <= own.submit_requested_at));
  get diagnostics frozen = row_count;
  return frozen;
end $$;

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
