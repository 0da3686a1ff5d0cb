-- Where candidates may ask that their pay goes in their place: a short list of the company's own.
create table payout_charities (
  org_id text not null references organizations,
  position int not null check (position between 0 and 9),
  name text not null check (name <> ''),
  url text not null,
  primary key (org_id, position),
  unique (org_id, name)
);

-- What the candidate has asked for, as it stood in the list then. A charity is given to by hand, by people.
alter table payouts
  add column charity_name text,
  add column charity_url text,
  add constraint payouts_charity check ((charity_name is null) = (charity_url is null)),
  add constraint payouts_given_by_hand check (charity_name is null or rail = 'manual');

create function guard_payout_charity() returns trigger language plpgsql as $$
begin
  if (new.charity_name, new.charity_url) is not distinct from (old.charity_name, old.charity_url) then return new; end if;
  if old.charity_name is not null or old.sends > 0 or old.state not in ('accrued', 'needs_details', 'needs_approval', 'queued', 'held') then
    raise exception 'a wish is made once, before the money is sent' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger payouts_keep_their_charity before update on payouts for each row execute function guard_payout_charity();
