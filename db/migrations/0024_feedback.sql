-- Feedback to the candidate as a feature of its own. The reviews hand over at the reveal what was written for the
-- candidate; what was not stays in their tables, and comes here only as hashes that let pasted text be recognised.

-- Where the candidate's mornings are: from the browser they applied with, or as they said later.
alter table applications add column time_zone text check (length(time_zone) between 1 and 64);

alter table feedback
  add column version int not null default 0,
  add column saved_at timestamptz,
  add column saved_by text references members,
  -- A plan to send: by whom, at which moment, and by whose clock.
  add column planned_for timestamptz,
  add column planned_by text references members,
  add column plan_zone text,
  add column plan_zone_from text check (plan_zone_from in ('candidate', 'team')),
  add constraint feedback_plan_is_whole check (num_nulls(planned_for, planned_by, plan_zone, plan_zone_from) in (0, 4)),
  add constraint feedback_sent_is_not_planned check (sent_at is null or planned_for is null),
  add constraint feedback_sent_has_words check ((sent_at is null and planned_for is null) or text <> '');

create or replace function guard_feedback() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.sent_at is not null then raise exception 'sent feedback is never changed or removed' using errcode = 'integrity_constraint_violation'; end if;
  if tg_op = 'DELETE' then return old; end if;
  if tg_op = 'UPDATE' and old.planned_for is not null and new.planned_for is not null and new.text <> old.text then
    raise exception 'planned feedback is taken back before it is changed' using errcode = 'integrity_constraint_violation';
  end if;
  if not exists (select 1 from review_rounds where application_id = new.application_id and revealed_at is not null) then
    raise exception 'feedback is written after the reveal' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- What may be put before the candidate's eyes: notes to them, and the published words of levels.
create table feedback_material (
  application_id text not null references feedback,
  position int not null check (position >= 0),
  kind text not null check (kind in ('note', 'level')),
  criterion text not null default '',
  side text check (side in ('strong', 'work_on')),
  path text not null default '',
  line int not null default 0 check (line >= 0),
  body text not null check (body <> ''),
  primary key (application_id, position)
);

-- Hashes of what was not written for the candidate, eight bytes each, and the names that stay out.
create table feedback_fingerprints (
  application_id text primary key references feedback,
  shingles bytea not null check (length(shingles) % 8 = 0),
  names text[] not null default '{}'
);

create function refuse_changed_material() returns trigger language plpgsql as $$
begin
  raise exception 'what the reviews handed over stays as it is' using errcode = 'integrity_constraint_violation';
end $$;
create trigger feedback_material_is_fixed before update or delete on feedback_material for each row execute function refuse_changed_material();

-- Both come from reviews, so both are as shut as they are until the round is revealed.
create function is_revealed(application text) returns boolean language sql stable as $$
  select exists (select 1 from review_rounds r where r.application_id = application and r.revealed_at is not null)
$$;
alter table feedback_material enable row level security;
alter table feedback_material force row level security;
create policy feedback_material_read on feedback_material for select using (is_revealed(application_id));
create policy feedback_material_write on feedback_material for insert with check (is_revealed(application_id));

alter table feedback_fingerprints enable row level security;
alter table feedback_fingerprints force row level security;
create policy feedback_fingerprints_read on feedback_fingerprints for select using (is_revealed(application_id));
create policy feedback_fingerprints_write on feedback_fingerprints for insert with check (is_revealed(application_id));
create policy feedback_fingerprints_add on feedback_fingerprints for update using (is_revealed(application_id)) with check (is_revealed(application_id));

-- Rounds that were revealed before have their feedback to write, and the notes to write it from.
insert into feedback (application_id, org_id, text)
  select application_id, org_id, '' from review_rounds where revealed_at is not null
  on conflict (application_id) do nothing;
insert into feedback_material (application_id, position, kind, path, line, body)
  select r.application_id, row_number() over (partition by r.application_id order by c.created_at, c.id) - 1, 'note', c.path, c.line, c.body
  from review_comments c join reviews v on v.id = c.review_id join review_rounds r on r.id = v.round_id
  where r.revealed_at is not null and v.sealed_at is not null and c.kind = 'note_to_candidate' and c.body <> '';
