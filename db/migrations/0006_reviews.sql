create table review_rounds (
  id text primary key,
  org_id text not null references organizations,
  application_id text not null unique references applications,
  stage_key text not null,
  submission_id text not null references submissions,
  rubric jsonb not null,
  wanted int not null,
  opened_at timestamptz not null,
  due_at timestamptz,
  -- Set by the transaction that seals the last review, and by nothing else.
  revealed_at timestamptz
);

-- All that anybody may know of a round before the reveal: who is asked, who is done.
create table round_reviewers (
  round_id text not null references review_rounds,
  member_id text not null references members,
  state text not null default 'assigned' check (state in ('assigned', 'submitted')),
  assigned_at timestamptz not null,
  -- Replaced reviewers stay on record and stay out of the round until the reveal.
  replaced_at timestamptz,
  primary key (round_id, member_id)
);

create table reviews (
  id text primary key,
  round_id text not null references review_rounds,
  author_id text not null references members,
  summary text not null default '',
  recommendation text check (recommendation in ('strong_no', 'no', 'yes', 'strong_yes')),
  sealed_at timestamptz,
  sha256 text,
  created_at timestamptz not null,
  unique (round_id, author_id)
);

create table review_scores (
  review_id text not null references reviews,
  criterion_id text not null,
  level int not null check (level between 1 and 5),
  evidence text not null default '',
  primary key (review_id, criterion_id)
);

create table review_comments (
  id text primary key,
  review_id text not null references reviews,
  path text not null default '',
  line int not null default 0,
  kind text not null check (kind in ('evidence', 'question', 'note_to_candidate')),
  criterion_id text,
  body text not null,
  created_at timestamptz not null
);

create table feedback (
  application_id text primary key references applications,
  org_id text not null references organizations,
  text text not null default '',
  saved_at timestamptz not null,
  sent_at timestamptz,
  sent_by text references members
);

-- Blindness belongs to the round, not to the viewer: until the reveal a row exists for its author alone. Forced, so that
-- it holds for the tables' owner too; the program connects as a role without the right to bypass it.
create function round_is_revealed(round text) returns boolean language sql stable as
$$ select exists (select 1 from review_rounds where id = round and revealed_at is not null) $$;

alter table reviews enable row level security;
alter table reviews force row level security;
create policy reviews_read on reviews for select using (author_id = current_setting('app.member_id', true) or round_is_revealed(round_id));
create policy reviews_begin on reviews for insert with check (author_id = current_setting('app.member_id', true));
create policy reviews_write on reviews for update using (author_id = current_setting('app.member_id', true) and sealed_at is null) with check (author_id = current_setting('app.member_id', true));

-- Rows of a review are seen by whoever sees the review, and written by its author until the seal.
alter table review_scores enable row level security;
alter table review_scores force row level security;
create policy review_scores_read on review_scores for select using (exists (select 1 from reviews r where r.id = review_id));
create policy review_scores_begin on review_scores for insert with check (exists (select 1 from reviews r where r.id = review_id and r.author_id = current_setting('app.member_id', true) and r.sealed_at is null));
create policy review_scores_write on review_scores for update using (exists (select 1 from reviews r where r.id = review_id and r.author_id = current_setting('app.member_id', true) and r.sealed_at is null));

alter table review_comments enable row level security;
alter table review_comments force row level security;
create policy review_comments_read on review_comments for select using (exists (select 1 from reviews r where r.id = review_id));
create policy review_comments_begin on review_comments for insert with check (exists (select 1 from reviews r where r.id = review_id and r.author_id = current_setting('app.member_id', true) and r.sealed_at is null));
create policy review_comments_remove on review_comments for delete using (exists (select 1 from reviews r where r.id = review_id and r.author_id = current_setting('app.member_id', true) and r.sealed_at is null));
