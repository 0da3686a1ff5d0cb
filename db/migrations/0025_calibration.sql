-- Calibration: a reviewer scores sample submissions by a rubric and then sees how they differ from its reference scores.
-- What somebody scored is theirs alone, for ever.
create table calibrations (
  id text primary key,
  org_id text not null,
  member_id text not null,
  -- The sample is a file of this program; its reference scores are read from there.
  scaffold text not null,
  sample_id text not null,
  -- As it was when they began.
  rubric jsonb not null,
  rubric_sha256 text not null,
  started_at timestamptz not null,
  sealed_at timestamptz,
  -- Once: who has seen the reference can't be calibrated on the same sample again.
  unique (member_id, rubric_sha256, sample_id),
  foreign key (org_id, member_id) references members (org_id, id)
);

create table calibration_scores (
  calibration_id text not null references calibrations,
  criterion_id text not null,
  level int check (level between 1 and 5),
  cannot_assess text check (char_length(cannot_assess) between 10 and 1000),
  evidence text not null default '',
  primary key (calibration_id, criterion_id),
  check ((level is null) <> (cannot_assess is null))
);

-- Who has scored every sample of a rubric: that alone, for rounds that ask for it. Nothing of how.
create table calibrated_members (
  org_id text not null,
  member_id text not null,
  rubric_sha256 text not null,
  calibrated_at timestamptz not null,
  primary key (member_id, rubric_sha256),
  foreign key (org_id, member_id) references members (org_id, id)
);
create trigger calibrated_members_are_for_ever before update or delete on calibrated_members for each row execute function refuse_change();

create function guard_calibration() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a calibration is never removed' using errcode = 'integrity_constraint_violation'; end if;
  if old.sealed_at is not null or (to_jsonb(new) - 'sealed_at') is distinct from (to_jsonb(old) - 'sealed_at') then
    raise exception 'a sealed calibration is never changed, and no other part of one' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger calibrations_are_guarded before update or delete on calibrations for each row execute function guard_calibration();

create function refuse_sealed_calibration_part() returns trigger language plpgsql as $$
declare touched text[] := case tg_op when 'INSERT' then array[new.calibration_id] when 'DELETE' then array[old.calibration_id] else array[old.calibration_id, new.calibration_id] end;
begin
  if exists (select 1 from calibrations where id = any (touched) and sealed_at is not null) then raise exception 'a sealed calibration is never changed' using errcode = 'integrity_constraint_violation'; end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger sealed_calibration_scores_are_frozen before insert or update or delete on calibration_scores for each row execute function refuse_sealed_calibration_part();

create function is_my_calibration(calibration text) returns boolean language sql stable as $$
  select exists (select 1 from calibrations c where c.id = calibration and c.member_id = current_setting('app.member_id', true))
$$;

alter table calibrations enable row level security;
alter table calibrations force row level security;
create policy calibrations_read on calibrations for select using (member_id = current_setting('app.member_id', true));
create policy calibrations_write on calibrations for insert with check (member_id = current_setting('app.member_id', true) and sealed_at is null);
create policy calibrations_change on calibrations for update using (member_id = current_setting('app.member_id', true)) with check (member_id = current_setting('app.member_id', true));

alter table calibration_scores enable row level security;
alter table calibration_scores force row level security;
create policy calibration_scores_read on calibration_scores for select using (is_my_calibration(calibration_id));
create policy calibration_scores_write on calibration_scores for insert with check (is_my_calibration(calibration_id));
create policy calibration_scores_change on calibration_scores for update using (is_my_calibration(calibration_id)) with check (is_my_calibration(calibration_id));
