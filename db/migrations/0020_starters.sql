-- What a company's own take-homes begin from: two repositories each, one that candidates get the files of and one with what
-- they never see. A version is a commit of the first and, where there is one, a commit of the second: it never changes.
create table starters (
  id text primary key,
  org_id text not null references organizations,
  -- What a process names.
  slug text not null,
  name text not null,
  origin text not null check (origin in ('template', 'zip', 'url', 'empty')),
  -- The template's slug, or the address without any secret.
  origin_from text not null default '',
  import_state text not null default 'none' check (import_state in ('none', 'running', 'failed', 'done')),
  import_says text not null default '',
  import_began timestamptz,
  created_by text references members,
  created_at timestamptz not null,
  archived_at timestamptz,
  unique (org_id, slug)
);

create table starter_repositories (
  repo_id text primary key check (repo_id ~ '^starter[a-z0-9]{19}$'),
  starter_id text not null references starters on delete cascade,
  part text not null check (part in ('files', 'checks')),
  unique (starter_id, part)
);

-- A member's own way in, to both repositories of a starter. What it opens is asked anew each time: it ends with the membership.
create table starter_tokens (
  starter_id text not null references starters on delete cascade,
  member_id text not null references members,
  token_hash text not null unique,
  created_at timestamptz not null,
  primary key (starter_id, member_id)
);

create table starter_pushes (
  id text primary key,
  repo_id text not null references starter_repositories on delete cascade,
  member_id text references members,
  brought text not null check (brought in ('push', 'upload', 'import')),
  received_at timestamptz not null,
  finished_at timestamptz,
  state text not null default 'received' check (state in ('received', 'accepted', 'applied', 'refused', 'void')),
  reason text not null default '',
  updates jsonb not null default '[]',
  subject text not null default ''
);
create index starter_pushes_by_repository on starter_pushes (repo_id, received_at desc);
create index starter_pushes_under_way on starter_pushes (repo_id) where state in ('received', 'accepted');

create table starter_versions (
  id text primary key,
  org_id text not null references organizations,
  starter_id text not null references starters on delete cascade,
  number int not null check (number > 0),
  commit_sha text not null,
  -- Known once its files have been looked at.
  tree_sha text,
  -- null where the starter has neither hidden tests nor a checks.yaml.
  checks_sha text,
  push_id text references starter_pushes on delete cascade,
  brought text not null check (brought in ('template', 'push', 'upload', 'import')),
  subject text not null default '',
  received_at timestamptz not null,
  received_by text references members,
  -- waiting → trying → ready, held (not tried here, or not to be judged by us) or refused; an owner makes ready what is held.
  state text not null default 'waiting' check (state in ('waiting', 'trying', 'ready', 'held', 'refused')),
  -- Why it is held or refused, sentence by sentence; what a reader should know of a trial.
  problems jsonb not null default '[]',
  notes jsonb not null default '[]',
  steps jsonb not null default '[]',
  began_at timestamptz,
  ended_at timestamptz,
  accepted_by text references members,
  accepted_at timestamptz,
  accepted_reason text not null default '',
  unique (starter_id, number),
  check ((accepted_by is null) = (accepted_at is null)),
  check (state in ('waiting', 'trying') or ended_at is not null)
);
create unique index one_version_of_a_push on starter_versions (push_id) where push_id is not null;
create index starter_versions_to_try on starter_versions (received_at) where state in ('waiting', 'trying');

-- Applications run on what a version was: its commits stay as they are, and what is ready stays ready.
create function guard_starter_version() returns trigger language plpgsql as $$
begin
  if (new.id, new.org_id, new.starter_id, new.number, new.commit_sha) is distinct from (old.id, old.org_id, old.starter_id, old.number, old.commit_sha)
    or new.checks_sha is distinct from old.checks_sha or (old.tree_sha is not null and new.tree_sha is distinct from old.tree_sha) then
    raise exception 'a version of a starter never changes' using errcode = 'integrity_constraint_violation';
  end if;
  if old.state = 'ready' and new.state <> 'ready' then
    raise exception 'a version that is ready stays ready' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger starter_versions_are_guarded before update on starter_versions for each row execute function guard_starter_version();
