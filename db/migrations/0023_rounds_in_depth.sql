-- The round in depth: how somebody left it, who may not judge whom, dates that can be moved, an emergency that opens
-- sealed reviews, and what was agreed where reviewers differ.

-- How a place was left, and why. The reason is for those who decide, and never in any event.
alter table round_reviewers
  add column left_how text check (left_how in ('replaced', 'declined', 'handed_over', 'conflict')),
  add column left_reason text check (left_reason in ('no_time', 'conflict_of_interest', 'not_my_field', 'other')),
  add column left_words text not null default '';
alter table round_reviewers disable trigger round_reviewers_are_guarded;
update round_reviewers set left_how = 'replaced' where replaced_at is not null;
alter table round_reviewers enable trigger round_reviewers_are_guarded;
alter table round_reviewers
  add constraint who_left_left_somehow check ((replaced_at is null) = (left_how is null)),
  add constraint reasons_of_those_who_declined check (left_reason is null or left_how = 'declined');

create or replace function guard_round_reviewer() returns trigger language plpgsql as $$
declare may_change text[] := array['state', 'replaced_at', 'left_how', 'left_reason', 'left_words'];
begin
  if tg_op = 'DELETE' then raise exception 'places in a review round are never removed' using errcode = 'integrity_constraint_violation'; end if;
  if exists (select 1 from review_rounds where id = new.round_id and revealed_at is not null) then
    raise exception 'the reviewers of a revealed round are fixed' using errcode = 'integrity_constraint_violation';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'assigned' or new.replaced_at is not null then raise exception 'a reviewer starts empty' using errcode = 'integrity_constraint_violation'; end if;
    return new;
  end if;
  if old.state = 'submitted' or old.replaced_at is not null or (to_jsonb(new) - may_change) is distinct from (to_jsonb(old) - may_change) then
    raise exception 'this place in the review round is settled' using errcode = 'integrity_constraint_violation';
  end if;
  if new.state = 'submitted' and not exists (select 1 from reviews where id = new.review_id and sealed_at is not null) then
    raise exception 'only a sealed review submits' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- Who said that they should not judge somebody: for this candidate, whatever they apply for.
create table review_conflicts (
  org_id text not null,
  candidate_id text not null,
  member_id text not null,
  words text not null default '',
  declared_at timestamptz not null,
  primary key (candidate_id, member_id),
  foreign key (org_id, candidate_id) references candidates (org_id, id),
  foreign key (org_id, member_id) references members (org_id, id)
);

-- A member who told the candidate about the job: they are not asked to judge.
alter table applications
  add column referred_by text,
  add constraint referred_by_a_member foreign key (org_id, referred_by) references members (org_id, id);

-- An owner opened what was sealed, in an emergency. Said once, for ever.
alter table review_rounds
  add column unblinded_at timestamptz,
  add column unblinded_by text references members,
  add column unblinded_reason text check (length(unblinded_reason) >= 20),
  add constraint unblinded_by_somebody_with_a_reason check ((unblinded_at is null) = (unblinded_by is null) and (unblinded_at is null) = (unblinded_reason is null));

create table round_extensions (
  id text primary key,
  round_id text not null references review_rounds,
  from_due_at timestamptz,
  due_at timestamptz not null,
  reason text not null,
  extended_by text not null references members,
  extended_at timestamptz not null,
  check (from_due_at is null or due_at > from_due_at)
);
create index round_extensions_by_round on round_extensions (round_id);
create trigger round_extensions_are_for_ever before update or delete on round_extensions for each row execute function refuse_change();

-- The reveal: once, and only when everybody wanted is there and has submitted. Beside it only a later due date, and the
-- emergency, which is said once and does not reveal.
create or replace function guard_review_round() returns trigger language plpgsql as $$
declare may_change text[] := array['revealed_at', 'due_at', 'unblinded_at', 'unblinded_by', 'unblinded_reason'];
begin
  if tg_op = 'DELETE' then raise exception 'review rounds are never removed' using errcode = 'integrity_constraint_violation'; end if;
  if tg_op = 'INSERT' then
    if new.revealed_at is not null or new.unblinded_at is not null then raise exception 'a review round opens hidden' using errcode = 'integrity_constraint_violation'; end if;
    return new;
  end if;
  if (to_jsonb(new) - may_change) is distinct from (to_jsonb(old) - may_change) or old.revealed_at is not null then
    raise exception 'a review round is fixed when it opens' using errcode = 'integrity_constraint_violation';
  end if;
  if new.due_at is distinct from old.due_at and (new.due_at is null or new.due_at < old.due_at) then
    raise exception 'the due date of a review round only moves on' using errcode = 'integrity_constraint_violation';
  end if;
  if old.unblinded_at is not null and (new.unblinded_at, new.unblinded_by, new.unblinded_reason) is distinct from (old.unblinded_at, old.unblinded_by, old.unblinded_reason) then
    raise exception 'an unblinded review round stays unblinded' using errcode = 'integrity_constraint_violation';
  end if;
  if new.revealed_at is not null and (select count(*) filter (where state = 'submitted') <> new.wanted or count(*) <> new.wanted from round_reviewers where round_id = new.id and replaced_at is null) then
    raise exception 'a review round is revealed by its last review alone' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- Read by the author; by others when sealed and revealed. In an unblinded round also by members who have no review of their
-- own to write in it: whoever has yet to seal, and whoever left, sees nothing of others. A draft stays shut for ever.
drop policy reviews_read on reviews;
create policy reviews_read on reviews for select using (
  author_id = current_setting('app.member_id', true)
  or (sealed_at is not null and exists (
    select 1 from review_rounds r where r.id = round_id and (
      r.revealed_at is not null
      or (r.unblinded_at is not null and current_setting('app.member_id', true) <> '' and not exists (
        select 1 from round_reviewers p where p.round_id = r.id and p.member_id = current_setting('app.member_id', true) and p.state <> 'submitted'
      ))
    )
  ))
);

-- Where reviewers differ by two levels or more, and what came of talking about it: a record of its own, never a change of
-- a review. Both exist after the reveal only.
create table review_discussions (
  round_id text not null references review_rounds,
  criterion_id text not null,
  spread int not null check (spread between 2 and 4),
  opened_at timestamptz not null,
  primary key (round_id, criterion_id)
);
create table discussion_outcomes (
  id text primary key,
  round_id text not null,
  criterion_id text not null,
  outcome text not null,
  level int check (level between 1 and 5),
  recorded_by text not null references members,
  recorded_at timestamptz not null,
  foreign key (round_id, criterion_id) references review_discussions (round_id, criterion_id)
);
create index discussion_outcomes_by_round on discussion_outcomes (round_id, criterion_id, recorded_at);
create trigger review_discussions_are_for_ever before update or delete on review_discussions for each row execute function refuse_change();
create trigger discussion_outcomes_are_for_ever before update or delete on discussion_outcomes for each row execute function refuse_change();

create function is_revealed_round(round text) returns boolean language sql stable as $$
  select exists (select 1 from review_rounds r where r.id = round and r.revealed_at is not null)
$$;
alter table review_discussions enable row level security;
alter table review_discussions force row level security;
create policy review_discussions_read on review_discussions for select using (is_revealed_round(round_id));
create policy review_discussions_write on review_discussions for insert with check (is_revealed_round(round_id));
alter table discussion_outcomes enable row level security;
alter table discussion_outcomes force row level security;
create policy discussion_outcomes_read on discussion_outcomes for select using (is_revealed_round(round_id));
create policy discussion_outcomes_write on discussion_outcomes for insert with check (is_revealed_round(round_id) and recorded_by = current_setting('app.member_id', true));

-- What the candidate may hold against us: happenings told on their page for ever.
create table application_notices (
  id text primary key,
  application_id text not null references applications,
  at timestamptz not null,
  text text not null
);
create index application_notices_by_application on application_notices (application_id, at);
create trigger application_notices_are_for_ever before update or delete on application_notices for each row execute function refuse_change();
