-- One kind of scorecard for whatever is scored by one person on their own: interviews today. A new kind of thing to score
-- adds a column that names it, so that every card hangs on exactly one thing that exists.
alter table interview_scorecards rename to scorecards;
alter table interview_scores rename to scorecard_scores;
alter policy interview_scores_read on scorecard_scores rename to scorecard_scores_read;
alter policy interview_scores_write on scorecard_scores rename to scorecard_scores_write;
alter policy interview_scores_change on scorecard_scores rename to scorecard_scores_change;
alter table scorecards add constraint sealed_with_a_verdict check (sealed_at is null or recommendation is not null);

-- Sealed is for good, for the owner of the tables as well.
create function refuse_sealed_card() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.sealed_at is not null then raise exception 'a scorecard is never removed, and never changed once sealed' using errcode = 'integrity_constraint_violation'; end if;
  return new;
end $$;
create trigger sealed_cards_are_frozen before update or delete on scorecards for each row execute function refuse_sealed_card();

create function refuse_sealed_card_part() returns trigger language plpgsql as $$
declare touched text[] := case tg_op when 'INSERT' then array[new.scorecard_id] when 'DELETE' then array[old.scorecard_id] else array[old.scorecard_id, new.scorecard_id] end;
begin
  if exists (select 1 from scorecards where id = any (touched) and sealed_at is not null) then raise exception 'a sealed scorecard is never changed' using errcode = 'integrity_constraint_violation'; end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger sealed_card_scores_are_frozen before insert or update or delete on scorecard_scores for each row execute function refuse_sealed_card_part();
