create table users (
  id text primary key,
  email text not null unique,
  name text not null,
  password_hash text,
  created_at timestamptz not null
);

create table members (
  id text primary key,
  org_id text not null references organizations,
  user_id text not null references users,
  role text not null check (role in ('owner', 'recruiter', 'reviewer', 'interviewer')),
  created_at timestamptz not null,
  removed_at timestamptz,
  unique (org_id, id)
);
create unique index one_membership on members (org_id, user_id) where removed_at is null;

create table invitations (
  id text primary key,
  org_id text not null references organizations,
  email text not null,
  name text not null,
  role text not null check (role in ('owner', 'recruiter', 'reviewer', 'interviewer')),
  token_hash text not null unique,
  invited_by text not null references members,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);

-- A signed-in browser: a member of an organization, or a candidate's address.
create table sessions (
  id text primary key,
  token_hash text not null unique,
  audience text not null check (audience in ('team', 'portal')),
  user_id text references users,
  org_id text references organizations,
  email text,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ip text not null default '',
  user_agent text not null default '',
  check ((audience = 'team') = (user_id is not null and org_id is not null)),
  check ((audience = 'portal') = (email is not null))
);
create index sessions_by_user on sessions (user_id) where ended_at is null;

create table api_tokens (
  id text primary key,
  org_id text not null references organizations,
  member_id text not null references members,
  name text not null,
  token_hash text not null unique,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create table sign_in_links (
  id text primary key,
  email text not null,
  audience text not null check (audience in ('team', 'portal')),
  token_hash text not null unique,
  code_hash text not null,
  -- Of the cookie of the browser that asked; null for a link that the operator made and hands over.
  binding_hash text,
  tries int not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_links_by_email on sign_in_links (email, audience) where used_at is null;

create table setup_links (token_hash text primary key, created_at timestamptz not null, used_at timestamptz);
