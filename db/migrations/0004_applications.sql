create table candidates (
  id text primary key,
  org_id text not null references organizations,
  name text not null,
  email text not null,
  created_at timestamptz not null,
  unique (org_id, email),
  unique (org_id, id)
);
create index candidates_by_email on candidates (email);

create table applications (
  id text primary key,
  org_id text not null,
  job_id text not null,
  candidate_id text not null,
  process_version_id text not null references process_versions,
  state text not null default 'active' check (state in ('active', 'hired', 'rejected', 'withdrawn')),
  stage_index int not null default 0,
  stage_entered_at timestamptz not null,
  answers jsonb not null default '{}',
  links jsonb not null default '[]',
  resume_file_id text references files,
  rejection_reason text,
  rejection_note text,
  closing_message text,
  applied_at timestamptz not null,
  ended_at timestamptz,
  unique (org_id, id),
  foreign key (org_id, job_id) references jobs (org_id, id),
  foreign key (org_id, candidate_id) references candidates (org_id, id)
);
create unique index one_live_application on applications (job_id, candidate_id) where state = 'active';
create index applications_by_job on applications (job_id, state, stage_index);

create table stage_progress (
  application_id text not null references applications,
  stage_index int not null,
  stage_key text not null,
  state text not null default 'pending' check (state in ('pending', 'in_progress', 'completed', 'skipped')),
  entered_at timestamptz,
  completed_at timestamptz,
  primary key (application_id, stage_index)
);

-- Members with a part in one application, such as its review, beside those on its job's hiring team.
create table application_members (
  org_id text not null,
  application_id text not null,
  member_id text not null,
  primary key (application_id, member_id),
  foreign key (org_id, application_id) references applications (org_id, id),
  foreign key (org_id, member_id) references members (org_id, id)
);

create table application_notes (
  id text primary key,
  application_id text not null references applications,
  author_id text not null references members,
  text text not null,
  created_at timestamptz not null
);

-- Every promise with its clock; kept and broken ones are both shown.
create table promises (
  id text primary key,
  org_id text not null references organizations,
  application_id text not null references applications,
  kind text not null,
  text text not null,
  started_at timestamptz not null,
  due_at timestamptz not null,
  kept_at timestamptz,
  voided_at timestamptz,
  unique (application_id, kind)
);
