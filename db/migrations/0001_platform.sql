-- What every feature stands on: the clock, events, tasks, mail, files, limits.

-- Moves the clock in tests and in the demo's past; empty in production. The application's role may only read it.
create table clock_shift (one boolean primary key default true check (one), shift interval not null);

-- The only clock. Everything that decides asks it; nothing asks the program's own.
create function hw_now() returns timestamptz language sql volatile as
$$ select clock_timestamp() + coalesce((select shift from clock_shift), interval '0') $$;

create table organizations (
  id text primary key,
  slug text not null unique,
  name text not null,
  about text not null default '',
  website text not null default '',
  how_we_work text not null default '',
  created_at timestamptz not null
);

-- The append-only record: audit log, activity feed and outbox in one. Rows are hash-chained per organization.
create table events (
  org_id text not null references organizations,
  seq bigint not null,
  id text not null unique,
  at timestamptz not null,
  type text not null,
  actor jsonb not null,
  application_id text,
  job_id text,
  data jsonb not null,
  prev_hash text not null,
  hash text not null,
  primary key (org_id, seq)
);
create index events_by_application on events (application_id, seq desc) where application_id is not null;

create table event_heads (org_id text primary key references organizations, seq bigint not null, hash text not null);

create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'integrity_constraint_violation'; end $$;
create trigger events_are_for_ever before update or delete on events for each row execute function refuse_change();

-- Background work and timers. A worker claims a row with a lease and a fence; a paused worker that wakes up holds an
-- old fence and can write nothing.
create table tasks (
  id text primary key,
  kind text not null,
  key text not null unique,
  org_id text references organizations,
  payload jsonb not null default '{}',
  due_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'dead')),
  attempts int not null default 0,
  fence bigint not null default 0,
  lease_until timestamptz,
  last_error text,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index tasks_due on tasks (due_at) where state in ('waiting', 'running');

create table mails (
  id text primary key,
  org_id text references organizations,
  application_id text,
  -- Derived from what caused the mail, so that causing it twice sends it once.
  key text not null unique,
  to_name text not null default '',
  to_address text not null,
  from_name text not null default '',
  subject text not null,
  text text not null,
  html text not null,
  ics text,
  ics_method text check (ics_method in ('REQUEST', 'CANCEL', 'PUBLISH')),
  -- Sign-in mails carry a secret: they are shown to nobody but their addressee.
  secret boolean not null default false,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  created_at timestamptz not null,
  sent_at timestamptz
);
create index mails_by_application on mails (application_id, created_at);

create table files (
  id text primary key,
  org_id text references organizations,
  sha256 text not null,
  filename text not null,
  content_type text not null,
  size bigint not null,
  created_at timestamptz not null,
  claimed_at timestamptz
);

create table idempotency_keys (
  principal text not null,
  key text not null,
  operation text not null,
  body_sha256 text not null,
  status int not null,
  answer jsonb not null,
  created_at timestamptz not null,
  primary key (principal, key)
);

create unlogged table rate_buckets (key text primary key, window_start timestamptz not null, hits int not null);
