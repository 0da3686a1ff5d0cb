-- Writing a review: what can't be assessed, comments on ranges, sides and commits, drafts, viewed marks.

-- A score is a level, or the reason why there is none.
alter table review_scores alter column level drop not null;
alter table review_scores add column cannot_assess text check (char_length(cannot_assess) between 10 and 1000);
alter table review_scores add constraint scored_or_not check ((level is null) <> (cannot_assess is null));

alter table interview_scores alter column level drop not null;
alter table interview_scores add column cannot_assess text check (char_length(cannot_assess) between 10 and 1000);
alter table interview_scores add constraint scored_or_not check ((level is null) <> (cannot_assess is null));

-- The old side of a file is the starter's. A remark on a commit is on what that commit left.
alter table review_comments add column side text not null default 'new' check (side in ('new', 'old'));
alter table review_comments add column commit_sha text check (commit_sha ~ '^[0-9a-f]{40}$');
-- Remarks there were are on one line. Generated first and made plain after: sealed rows can't be updated, by nobody.
alter table review_comments add column end_line int not null generated always as (line) stored;
alter table review_comments alter column end_line drop expression;
alter table review_comments alter column end_line set default 0;
alter table review_comments add check (case when line = 0 then end_line = 0 else end_line >= line end);
alter table review_comments add check (side = 'new' or (path <> '' and commit_sha is null));

-- Whether somebody may still write here: it is their place, they were not replaced, they have not submitted. Asked of
-- places alone, as a review has no row before its first word.
create function is_my_open_place(review text) returns boolean language sql stable as $$
  select exists (
    select 1 from round_reviewers p
    where p.review_id = review and p.member_id = current_setting('app.member_id', true) and p.state = 'assigned' and p.replaced_at is null
  )
$$;
create function is_my_place(review text) returns boolean language sql stable as $$
  select exists (
    select 1 from round_reviewers p where p.review_id = review and p.member_id = current_setting('app.member_id', true) and p.replaced_at is null
  )
$$;

-- Comments being written. Never anybody's but their author's, and gone with the seal.
create table review_drafts (
  review_id text not null references round_reviewers (review_id),
  key text not null check (key ~ '^[a-z0-9]{8,32}$'),
  path text not null,
  side text not null check (side in ('new', 'old')),
  line int not null check (line >= 0),
  end_line int not null,
  commit_sha text check (commit_sha ~ '^[0-9a-f]{40}$'),
  kind text not null check (kind in ('evidence', 'question', 'note_to_candidate')),
  criterion_id text,
  body text not null,
  saved_at timestamptz not null,
  primary key (review_id, key)
);

alter table review_drafts enable row level security;
alter table review_drafts force row level security;
create policy review_drafts_read on review_drafts for select using (is_my_place(review_id));
create policy review_drafts_write on review_drafts for insert with check (is_my_open_place(review_id));
create policy review_drafts_change on review_drafts for update using (is_my_open_place(review_id)) with check (is_my_open_place(review_id));
create policy review_drafts_remove on review_drafts for delete using (is_my_open_place(review_id));

-- What somebody has looked at: theirs for ever, after the reveal as before.
create table review_viewed (
  review_id text not null references round_reviewers (review_id),
  path text not null check (path <> ''),
  primary key (review_id, path)
);

alter table review_viewed enable row level security;
alter table review_viewed force row level security;
create policy review_viewed_read on review_viewed for select using (is_my_place(review_id));
create policy review_viewed_write on review_viewed for insert with check (is_my_place(review_id));
create policy review_viewed_remove on review_viewed for delete using (is_my_place(review_id));

-- Interview cards commit to what they say, as reviews do.
alter table interview_scorecards add column sha256 text;
