-- A conflict is said by a reviewer of themselves, or by those who decide of a colleague, and can be taken back. Nothing of it is
-- removed: whether somebody was kept out of a round depends on when.
alter table review_conflicts
  add column id text,
  add column application_id text references applications,
  add column declared_by text,
  add column taken_back_at timestamptz,
  add column taken_back_by text;

-- Until now everybody spoke for themselves.
update review_conflicts c set
  id = 'cfl_' || substr(md5(c.candidate_id || c.member_id), 1, 26),
  application_id = (select max(a.id) from applications a where a.candidate_id = c.candidate_id),
  declared_by = c.member_id;

alter table review_conflicts
  drop constraint review_conflicts_pkey,
  add primary key (id),
  alter column application_id set not null,
  alter column declared_by set not null,
  add foreign key (org_id, declared_by) references members (org_id, id),
  add foreign key (org_id, taken_back_by) references members (org_id, id),
  add constraint taken_back_by_somebody check ((taken_back_at is null) = (taken_back_by is null)),
  add constraint taken_back_after_it_was_said check (taken_back_at >= declared_at);

-- Their own word and the team's stand beside each other, each once at a time.
create unique index review_conflicts_stand_once on review_conflicts (candidate_id, member_id, (declared_by = member_id)) where taken_back_at is null;
create index review_conflicts_by_member on review_conflicts (member_id, declared_at);

create function guard_review_conflict() returns trigger language plpgsql as $$
begin
  if old.taken_back_at is not null or (to_jsonb(new) - array['taken_back_at', 'taken_back_by']) is distinct from (to_jsonb(old) - array['taken_back_at', 'taken_back_by']) then
    raise exception 'what was said of a conflict stays as it was; it is only taken back, once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger review_conflicts_are_guarded before update on review_conflicts for each row execute function guard_review_conflict();
