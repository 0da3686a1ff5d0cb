-- Payouts that go to a bank together, in one file. No account of anybody is kept: it passes through when the file is made.
create table payout_batches (
  id text primary key,
  org_id text not null references organizations,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  execute_on date not null,
  state text not null default 'open' check (state in ('open', 'handed_over', 'void')),
  created_at timestamptz not null,
  created_by text not null references members,
  handed_over_at timestamptz,
  check ((state = 'handed_over') = (handed_over_at is not null))
);
create index payout_batches_by_org on payout_batches (org_id, created_at desc);

create table payout_batch_items (
  batch_id text not null references payout_batches,
  payout_id text not null references payouts,
  void boolean not null default false,
  primary key (batch_id, payout_id)
);
-- A payout stands in one file that counts, and in no second one.
create unique index payout_batch_items_once on payout_batch_items (payout_id) where not void;

create function guard_payout_batch() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state <> 'open' or (to_jsonb(new) - 'state' - 'handed_over_at') is distinct from (to_jsonb(old) - 'state' - 'handed_over_at') then
    raise exception 'a batch that was handed over or voided stays as it is' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger payout_batches_are_guarded before update or delete on payout_batches for each row execute function guard_payout_batch();
