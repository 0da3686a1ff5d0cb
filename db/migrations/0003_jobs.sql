create table jobs (
  id text primary key,
  org_id text not null references organizations,
  slug text not null,
  title text not null,
  state text not null default 'draft' check (state in ('draft', 'open', 'closed')),
  location text not null default '',
  employment_type text not null default 'full_time',
  pay_range jsonb,
  description text not null default '',
  template_slug text,
  -- The draft process in its normal form; publishing freezes a copy.
  process jsonb not null,
  revision int not null default 1,
  hiring_manager text,
  created_at timestamptz not null,
  opened_at timestamptz,
  unique (org_id, slug),
  unique (org_id, id)
);

-- Frozen for ever: an application runs on the version it applied under.
create table process_versions (
  id text primary key,
  org_id text not null,
  job_id text not null,
  version int not null,
  process jsonb not null,
  sha256 text not null,
  published_at timestamptz not null,
  unique (job_id, version),
  foreign key (org_id, job_id) references jobs (org_id, id)
);
create trigger process_versions_are_frozen before update or delete on process_versions for each row execute function refuse_change();

create table job_members (
  org_id text not null,
  job_id text not null,
  member_id text not null,
  part text not null check (part in ('reviewer', 'interviewer')),
  primary key (job_id, member_id, part),
  foreign key (org_id, job_id) references jobs (org_id, id) on delete cascade,
  foreign key (org_id, member_id) references members (org_id, id)
);
