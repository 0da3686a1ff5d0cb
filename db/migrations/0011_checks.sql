-- What ran of a submission in the sandbox, and what it said. Evidence for the team, never a score, never shown to the candidate.
create table check_runs (
  id text primary key,
  org_id text not null,
  application_id text not null,
  submission_id text not null references submissions,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'not_run')),
  -- Who holds the run: a task that carries another turn leaves it alone.
  turn text,
  -- Why nothing ran, for people.
  reason text not null default '',
  -- What a reader should know about how it ran, sentence by sentence.
  notes jsonb not null default '[]',
  steps jsonb not null default '[]',
  -- A member who wanted it again; null for the run after sealing.
  asked_by text references members,
  asked_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  foreign key (org_id, application_id) references applications (org_id, id),
  check ((state = 'running') <= (turn is not null)),
  check ((state in ('done', 'not_run')) = (ended_at is not null))
);
create index check_runs_by_submission on check_runs (submission_id, asked_at desc, id desc);
create unique index one_check_after_sealing on check_runs (submission_id) where asked_by is null;
-- One at a time of each submission.
create unique index one_open_check on check_runs (submission_id) where state in ('waiting', 'running');
create index checks_to_do on check_runs (asked_at) where state in ('waiting', 'running');
