create extension if not exists btree_gist;

-- Times members offer for calls. No two of one person overlap, whatever the program believes.
create table slots (
  id text primary key,
  org_id text not null references organizations,
  member_id text not null references members,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  booked_kind text check (booked_kind in ('interview', 'reference')),
  booked_id text,
  booked_label text,
  created_at timestamptz not null,
  check ((booked_kind is null) = (booked_id is null)),
  exclude using gist (member_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index slots_by_member on slots (member_id, starts_at);
create unique index one_slot_per_booking on slots (booked_kind, booked_id) where booked_id is not null;

create table interviews (
  id text primary key,
  org_id text not null references organizations,
  application_id text not null references applications,
  stage_key text not null,
  state text not null default 'to_book' check (state in ('to_book', 'booked', 'held', 'no_show')),
  interviewer_id text references members,
  starts_at timestamptz,
  ends_at timestamptz,
  candidate_time_zone text,
  location text not null default '',
  -- Raised with every change that calendars must hear of (RFC 5546).
  sequence int not null default 0,
  held_at timestamptz,
  created_at timestamptz not null,
  unique (application_id, stage_key)
);

create table agenda_items (
  id text primary key,
  interview_id text not null references interviews,
  position int not null,
  source text not null check (source in ('standing', 'review', 'added')),
  text text not null,
  prompt text not null default '',
  path text not null default '',
  line int not null default 0,
  unique (interview_id, position)
);

create table interview_scorecards (
  id text primary key,
  interview_id text not null references interviews,
  author_id text not null references members,
  summary text not null default '',
  recommendation text,
  sealed_at timestamptz,
  created_at timestamptz not null,
  unique (interview_id, author_id)
);

create table interview_scores (
  scorecard_id text not null references interview_scorecards,
  criterion_id text not null,
  level int not null check (level between 1 and 5),
  evidence text not null default '',
  primary key (scorecard_id, criterion_id)
);

-- A scorecard is its author's alone until it is sealed, and nobody's to change afterwards.
alter table interview_scorecards enable row level security;
alter table interview_scorecards force row level security;
create policy scorecards_read on interview_scorecards for select using (author_id = current_setting('app.member_id', true) or sealed_at is not null);
create policy scorecards_write on interview_scorecards for insert with check (author_id = current_setting('app.member_id', true));
create policy scorecards_change on interview_scorecards for update using (author_id = current_setting('app.member_id', true) and sealed_at is null) with check (author_id = current_setting('app.member_id', true));

alter table interview_scores enable row level security;
alter table interview_scores force row level security;
create policy interview_scores_read on interview_scores for select using (exists (select 1 from interview_scorecards s where s.id = scorecard_id));
create policy interview_scores_write on interview_scores for insert with check (exists (select 1 from interview_scorecards s where s.id = scorecard_id and s.author_id = current_setting('app.member_id', true) and s.sealed_at is null));
create policy interview_scores_change on interview_scores for update using (exists (select 1 from interview_scorecards s where s.id = scorecard_id and s.author_id = current_setting('app.member_id', true) and s.sealed_at is null));
