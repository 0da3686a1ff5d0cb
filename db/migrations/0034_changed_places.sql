-- Where the money goes was changed: held until then, and then it goes on by itself. Null for what waits for people.
alter table payouts
  add column held_until timestamptz,
  add constraint payouts_held_until check (held_until is null or state = 'held');

-- Those who want it to go on earlier. Two have to, for each time it is held.
create table payout_releases (
  payout_id text not null references payouts,
  held_at timestamptz not null,
  member_id text not null references members,
  at timestamptz not null,
  primary key (payout_id, held_at, member_id)
);
create trigger payout_releases_stay before update or delete on payout_releases for each row execute function refuse_payout_step_change();
