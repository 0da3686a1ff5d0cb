-- A payout's way from being earned to having arrived, and back. Its id is its key for life: whatever is sent to a rail carries it.
alter table payouts
  drop constraint payouts_state_check,
  drop constraint payouts_check,
  drop constraint payouts_application_id_stage_key_key,
  add column rail text not null default 'manual' check (rail in ('manual', 'stripe', 'tremendous')),
  -- Kept with the payout, so that a key of the other kind can never touch it.
  add column mode text not null default 'live' check (mode in ('live', 'sandbox')),
  add column state_at timestamptz,
  add column approvals_needed int not null default 0 check (approvals_needed between 0 and 2),
  -- Why it waits, in words for the team.
  add column reason text not null default '',
  add column sends int not null default 0,
  add column first_sent_at timestamptz,
  add column last_sent_at timestamptz,
  -- Raised by each who begins to send or to ask; only the newest may write what came of it.
  add column fence bigint not null default 0,
  add column not_found int not null default 0,
  add column provider_id text,
  add column provider_says text not null default '',
  add column expected_on date,
  add column receipt_url text,
  add column recipient_id text,
  add column destination text,
  add column replaces text unique references payouts;

update payouts set state_at = coalesce(paid_at, accrued_at);
alter table payouts
  alter column state_at set not null,
  add constraint payouts_state check (state in ('accrued', 'needs_details', 'needs_approval', 'queued', 'submitting', 'submitted', 'paid', 'held', 'unknown', 'refused', 'failed', 'returned', 'cancelled', 'declined')),
  add constraint payouts_paid check (state <> 'paid' or (paid_at is not null and paid_on is not null and reference is not null)),
  add constraint payouts_sent check ((sends = 0) = (first_sent_at is null) and (sends = 0) = (last_sent_at is null)),
  add constraint payouts_taken check (state not in ('submitted', 'paid', 'failed', 'returned') or rail = 'manual' or provider_id is not null);
-- One that lives for each paid stage: nothing is sent twice for the same work.
create unique index payouts_one_lives on payouts (application_id, stage_key) where state not in ('refused', 'failed', 'returned', 'cancelled');
-- One that was earned; every other one stands in the place of one that did not arrive.
create unique index payouts_one_begins on payouts (application_id, stage_key) where replaces is null;
create index payouts_open on payouts (state, state_at) where state in ('submitting', 'unknown', 'submitted', 'queued');
create unique index payouts_by_provider_id on payouts (rail, mode, provider_id) where provider_id is not null;

-- The same as PAYOUT_MOVES of the contract.
create table payout_moves (from_state text not null, to_state text not null, primary key (from_state, to_state));
insert into payout_moves
select a, b from (values
  ('accrued', '{needs_details,needs_approval,queued,submitted,held,cancelled,declined}'::text[]),
  ('needs_details', '{needs_approval,queued,held,cancelled,declined}'),
  ('needs_approval', '{needs_details,queued,held,cancelled,declined}'),
  ('queued', '{needs_details,needs_approval,submitting,submitted,held,cancelled,declined}'),
  ('submitting', '{submitted,refused,unknown,held}'),
  ('unknown', '{submitting,submitted,refused,held}'),
  ('submitted', '{paid,failed,returned,cancelled}'),
  ('held', '{accrued,submitting,submitted,refused,cancelled,declined}'),
  ('paid', '{returned,failed}')
) as m (a, bs), unnest(bs) as b;

-- Where it has been, and why: the time line that the candidate and the team read.
create table payout_steps (
  payout_id text not null references payouts,
  seq int not null,
  state text not null,
  reason text not null default '',
  at timestamptz not null,
  by_kind text not null,
  by_id text,
  primary key (payout_id, seq)
);

create function guard_payout() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'payouts are never removed' using errcode = 'integrity_constraint_violation'; end if;
  if (new.id, new.org_id, new.application_id, new.stage_key, new.amount_minor, new.currency, new.accrued_at, new.pay_by, new.replaces)
    is distinct from (old.id, old.org_id, old.application_id, old.stage_key, old.amount_minor, old.currency, old.accrued_at, old.pay_by, old.replaces) then
    raise exception 'what a payout is owed for, and how much, never changes' using errcode = 'integrity_constraint_violation';
  end if;
  if new.state <> old.state and not exists (select 1 from payout_moves where from_state = old.state and to_state = new.state) then
    raise exception 'a payout does not go from % to %', old.state, new.state using errcode = 'integrity_constraint_violation';
  end if;
  if old.state in ('accrued', 'queued') and new.state = 'submitted' and new.rail <> 'manual' then
    raise exception 'only a payment by hand is written down as sent without having been sent from here' using errcode = 'integrity_constraint_violation';
  end if;
  -- What has been sent once keeps its rail, its kind of key and its recipient: the key means nothing anywhere else.
  if old.sends > 0 and (new.rail, new.mode, new.recipient_id, new.first_sent_at) is distinct from (old.rail, old.mode, old.recipient_id, old.first_sent_at) then
    raise exception 'a payout that was sent stays with its rail' using errcode = 'integrity_constraint_violation';
  end if;
  if new.sends < old.sends or new.fence < old.fence or (old.provider_id is not null and new.provider_id is distinct from old.provider_id) then
    raise exception 'what a rail was told and has said stays' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger payouts_are_guarded before update or delete on payouts for each row execute function guard_payout();

insert into payout_steps (payout_id, seq, state, at, by_kind)
select id, 1, 'accrued', accrued_at, 'system' from payouts
union all select id, 2, 'submitted', paid_at, 'system' from payouts where state = 'paid'
union all select id, 3, 'paid', paid_at, 'system' from payouts where state = 'paid';
create function refuse_payout_step_change() returns trigger language plpgsql as $$
begin
  raise exception 'where a payout has been stays' using errcode = 'integrity_constraint_violation';
end $$;
create trigger payout_steps_stay before update or delete on payout_steps for each row execute function refuse_payout_step_change();

-- People who let a payout go. Two where the company's rules ask for two.
create table payout_approvals (
  payout_id text not null references payouts,
  member_id text not null references members,
  at timestamptz not null,
  primary key (payout_id, member_id)
);
create trigger payout_approvals_stay before update or delete on payout_approvals for each row execute function refuse_payout_step_change();

-- How a company pays.
create table payout_settings (
  org_id text primary key references organizations,
  rail text not null default 'manual' check (rail in ('manual', 'stripe', 'tremendous')),
  -- How many people let an ordinary payout go.
  approvals int not null default 1 check (approvals between 0 and 2),
  updated_at timestamptz not null
);

-- How much may be committed: in a calendar month (UTC) by the whole company, or for one job altogether.
create table payout_caps (
  org_id text not null references organizations,
  -- Null for the cap of the month.
  job_id text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  cap_minor bigint not null check (cap_minor >= 0),
  unique nulls not distinct (org_id, job_id, currency),
  foreign key (org_id, job_id) references jobs (org_id, id)
);

-- Beyond a cap two people open the door to a paid stage, for one candidate.
create table payout_exceptions (
  application_id text not null references applications,
  stage_key text not null,
  member_id text not null references members,
  at timestamptz not null,
  primary key (application_id, stage_key, member_id)
);
