-- The repository of a take-home on somebody else's server. Written before anything is asked of that server, so that
-- whatever is made there is ours to find again.
create table hosted_repositories (
  assignment_id text primary key references assignments,
  -- The candidate's account there.
  login text not null,
  state text not null default 'preparing' check (state in ('preparing', 'ready', 'inviting', 'open')),
  -- How often somebody was let in; names the task that takes back what led to no start.
  invitations int not null default 0,
  external_id text unique,
  full_name text,
  url text,
  clone_url text,
  starter_commit text,
  invitation_url text,
  -- What went wrong last, for the team; empty when nothing did.
  problem text not null default '',
  asked_at timestamptz not null,
  locked_at timestamptz,
  check ((state = 'preparing') or (external_id is not null and full_name is not null and starter_commit is not null))
);

-- Webhooks, each once. They only say that there is something to look at.
create table hosted_deliveries (
  delivery_id text primary key,
  assignment_id text not null references assignments,
  ref text not null,
  old_sha text not null,
  new_sha text not null,
  arrived_at timestamptz not null
);
create index hosted_deliveries_by_assignment on hosted_deliveries (assignment_id, arrived_at);

-- What the provider has recorded of a push in our log: `pushes.received_at` is `provider_at`, and `arrived_at` is when the
-- webhook about it reached us, by the database's clock.
create table hosted_pushes (
  push_id text primary key references pushes,
  assignment_id text not null references assignments,
  external_id text not null,
  provider_at timestamptz not null,
  arrived_at timestamptz,
  unique (assignment_id, external_id)
);
