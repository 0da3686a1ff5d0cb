-- Independent review. Before the reveal the only public fact about a review is its reviewer's state; everything a
-- reviewer writes is shut in by row-level security until the round is revealed.
create table review_rounds (
  id text primary key,
  org_id text not null,
  application_id text not null unique,
  stage_key text not null,
  submission_id text not null references submissions,
  -- Frozen from the process version the candidate applied under.
  rubric jsonb not null,
  rubric_sha256 text not null,
  wanted int not null check (wanted between 2 and 4),
  opened_at timestamptz not null,
  due_at timestamptz,
  revealed_at timestamptz,
  foreign key (org_id, application_id) references applications (org_id, id)
);

-- Who reviews. The id of the review is given out with the place, so that no row tells whether somebody has begun.
create table round_reviewers (
  round_id text not null references review_rounds,
  member_id text not null references members,
  review_id text not null unique,
  state text not null default 'assigned' check (state in ('assigned', 'submitted')),
  assigned_at timestamptz not null,
  -- Somebody replaced is out of the round until the reveal, and keeps the row that says so.
  replaced_at timestamptz,
  primary key (round_id, member_id),
  unique (round_id, member_id, review_id),
  check (replaced_at is null or state = 'assigned')
);
create index round_reviewers_by_member on round_reviewers (member_id) where replaced_at is null;

create table reviews (
  id text primary key,
  round_id text not null,
  author_id text not null,
  summary text not null default '',
  recommendation text check (recommendation in ('strong_no', 'no', 'yes', 'strong_yes')),
  sealed_at timestamptz,
  sha256 text,
  unique (round_id, author_id),
  foreign key (round_id, author_id, id) references round_reviewers (round_id, member_id, review_id),
  check ((sealed_at is null) = (sha256 is null)),
  check (sealed_at is null or recommendation is not null)
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
  line int not null default 0 check (line >= 0),
  kind text not null check (kind in ('evidence', 'question', 'note_to_candidate')),
  criterion_id text,
  body text not null,
  created_at timestamptz not null,
  check (path <> '' or line = 0)
);
create index review_comments_by_review on review_comments (review_id, created_at);

-- Written feedback to the candidate. Final once sent.
create table feedback (
  application_id text primary key,
  org_id text not null,
  text text not null,
  sent_at timestamptz,
  sent_by text references members,
  -- Sent as the message of a rejection, whose mail carries it.
  with_rejection boolean not null default false,
  foreign key (org_id, application_id) references applications (org_id, id),
  check ((sent_at is null) = (sent_by is null))
);

-- The reveal: once, and only when everybody wanted is there and has submitted.
create function guard_review_round() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'review rounds are never removed' using errcode = 'integrity_constraint_violation'; end if;
  if tg_op = 'INSERT' then
    if new.revealed_at is not null then raise exception 'a review round opens hidden' using errcode = 'integrity_constraint_violation'; end if;
    return new;
  end if;
  if (to_jsonb(new) - 'revealed_at') is distinct from (to_jsonb(old) - 'revealed_at') or old.revealed_at is not null then
    raise exception 'a review round is fixed when it opens' using errcode = 'integrity_constraint_violation';
  end if;
  if (select count(*) filter (where state = 'submitted') <> new.wanted or count(*) <> new.wanted from round_reviewers where round_id = new.id and replaced_at is null) then
    raise exception 'a review round is revealed by its last review alone' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger review_rounds_are_guarded before insert or update or delete on review_rounds for each row execute function guard_review_round();

-- A place is taken by its reviewer's sealed review and by nothing else: row-level security shows it to the author only,
-- so nobody can submit for somebody else.
create function guard_round_reviewer() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'places in a review round are never removed' using errcode = 'integrity_constraint_violation'; end if;
  if exists (select 1 from review_rounds where id = new.round_id and revealed_at is not null) then
    raise exception 'the reviewers of a revealed round are fixed' using errcode = 'integrity_constraint_violation';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'assigned' or new.replaced_at is not null then raise exception 'a reviewer starts empty' using errcode = 'integrity_constraint_violation'; end if;
    return new;
  end if;
  if old.state = 'submitted' or old.replaced_at is not null or (to_jsonb(new) - 'state' - 'replaced_at') is distinct from (to_jsonb(old) - 'state' - 'replaced_at') then
    raise exception 'this place in the review round is settled' using errcode = 'integrity_constraint_violation';
  end if;
  if new.state = 'submitted' and not exists (select 1 from reviews where id = new.review_id and sealed_at is not null) then
    raise exception 'only a sealed review submits' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger round_reviewers_are_guarded before insert or update or delete on round_reviewers for each row execute function guard_round_reviewer();

create function refuse_sealed_review() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.sealed_at is not null then raise exception 'a review is never removed, and never changed once sealed' using errcode = 'integrity_constraint_violation'; end if;
  return new;
end $$;
create trigger sealed_reviews_are_frozen before update or delete on reviews for each row execute function refuse_sealed_review();

create function refuse_sealed_review_part() returns trigger language plpgsql as $$
declare touched text[] := case tg_op when 'INSERT' then array[new.review_id] when 'DELETE' then array[old.review_id] else array[old.review_id, new.review_id] end;
begin
  if exists (select 1 from reviews where id = any (touched) and sealed_at is not null) then raise exception 'a sealed review is never changed' using errcode = 'integrity_constraint_violation'; end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger sealed_scores_are_frozen before insert or update or delete on review_scores for each row execute function refuse_sealed_review_part();
create trigger sealed_comments_are_frozen before insert or update or delete on review_comments for each row execute function refuse_sealed_review_part();

create function guard_feedback() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.sent_at is not null then raise exception 'sent feedback is never changed or removed' using errcode = 'integrity_constraint_violation'; end if;
  if tg_op = 'DELETE' then return old; end if;
  if not exists (select 1 from review_rounds where application_id = new.application_id and revealed_at is not null) then
    raise exception 'feedback is written after the reveal' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger sent_feedback_is_final before insert or update or delete on feedback for each row execute function guard_feedback();

-- Read by the author; by others when sealed and revealed. A draft left behind by somebody replaced stays shut for ever.
alter table reviews enable row level security;
alter table reviews force row level security;
create policy reviews_read on reviews for select using (
  author_id = current_setting('app.member_id', true)
  or (sealed_at is not null and exists (select 1 from review_rounds r where r.id = round_id and r.revealed_at is not null))
);
create policy reviews_write on reviews for insert with check (
  author_id = current_setting('app.member_id', true) and sealed_at is null
  and exists (select 1 from round_reviewers p where p.review_id = reviews.id and p.member_id = author_id and p.replaced_at is null)
);
create policy reviews_change on reviews for update using (
  author_id = current_setting('app.member_id', true) and sealed_at is null
  and exists (select 1 from round_reviewers p where p.review_id = reviews.id and p.member_id = author_id and p.replaced_at is null)
) with check (author_id = current_setting('app.member_id', true));

-- Their parts: read with the review that may be read, written with the review that may still be changed.
create function is_my_open_review(review text) returns boolean language sql stable as $$
  select exists (
    select 1 from reviews r join round_reviewers p on p.review_id = r.id
    where r.id = review and r.author_id = current_setting('app.member_id', true) and r.sealed_at is null and p.replaced_at is null
  )
$$;

alter table review_scores enable row level security;
alter table review_scores force row level security;
create policy review_scores_read on review_scores for select using (exists (select 1 from reviews r where r.id = review_id));
create policy review_scores_write on review_scores for insert with check (is_my_open_review(review_id));
create policy review_scores_change on review_scores for update using (is_my_open_review(review_id)) with check (is_my_open_review(review_id));

alter table review_comments enable row level security;
alter table review_comments force row level security;
create policy review_comments_read on review_comments for select using (exists (select 1 from reviews r where r.id = review_id));
create policy review_comments_write on review_comments for insert with check (is_my_open_review(review_id));
create policy review_comments_change on review_comments for update using (is_my_open_review(review_id)) with check (is_my_open_review(review_id));
create policy review_comments_remove on review_comments for delete using (is_my_open_review(review_id));
