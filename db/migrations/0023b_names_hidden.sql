-- Whose work it is, those who judge it are not told before the reveal.
alter table applications add column hides_names boolean not null default false;
update applications a set hides_names = true from process_versions v
where v.id = a.process_version_id
  and exists (
    select 1 from jsonb_array_elements(v.process -> 'stages') s
    where s ->> 'type' = 'team_review' and coalesce((s -> 'config' ->> 'anonymous')::boolean, true)
  )
  and not exists (select 1 from review_rounds r where r.application_id = a.id and r.revealed_at is not null);

-- Somebody with a review to seal is told no name, whatever else they may do in the organization.
alter table application_members add column judging boolean not null default false;
insert into application_members (org_id, application_id, member_id, judging)
select r.org_id, r.application_id, p.member_id, true from round_reviewers p join review_rounds r on r.id = p.round_id
where p.replaced_at is null and p.state = 'assigned' and r.revealed_at is null
on conflict (application_id, member_id) do update set judging = true;
