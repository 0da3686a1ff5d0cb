-- Every movement of money owed to candidates, twice: what one account gives another takes. Nothing is ever changed or removed.
create table ledger_transactions (
  id text primary key,
  org_id text not null,
  payout_id text not null references payouts,
  kind text not null check (kind in ('accrued', 'submitted', 'paid', 'returned', 'written_off')),
  at timestamptz not null,
  -- A payout is sent, paid and returned once each; what is issued anew is another payout.
  unique (payout_id, kind)
);
create index ledger_transactions_by_org on ledger_transactions (org_id, at);

create table ledger_entries (
  transaction_id text not null references ledger_transactions,
  account text not null check (account in ('pay_earned', 'owed', 'under_way', 'paid_out', 'written_off')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- What the account takes (positive) or gives (negative), in minor units.
  amount_minor bigint not null check (amount_minor <> 0),
  primary key (transaction_id, account, currency)
);

create function ledger_balances() returns trigger language plpgsql as $$
declare touched text := coalesce(to_jsonb(new)->>'transaction_id', to_jsonb(new)->>'id');
begin
  if not exists (select 1 from ledger_entries where transaction_id = touched)
    or exists (select 1 from ledger_entries where transaction_id = touched group by currency having sum(amount_minor) <> 0) then
    raise exception 'a transaction of the ledger sums to zero' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create constraint trigger ledger_entries_balance after insert on ledger_entries deferrable initially deferred for each row execute function ledger_balances();
create constraint trigger ledger_transactions_balance after insert on ledger_transactions deferrable initially deferred for each row execute function ledger_balances();

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is only ever added to' using errcode = 'integrity_constraint_violation';
end $$;
create trigger ledger_transactions_stay before update or delete on ledger_transactions for each row execute function refuse_ledger_change();
create trigger ledger_entries_stay before update or delete on ledger_entries for each row execute function refuse_ledger_change();
create trigger ledger_transactions_no_truncate before truncate on ledger_transactions for each statement execute function refuse_ledger_change();
create trigger ledger_entries_no_truncate before truncate on ledger_entries for each statement execute function refuse_ledger_change();

-- What was owed and paid before there was a ledger.
with moves as (
  select id, org_id, amount_minor, currency, 'accrued' as kind, accrued_at as at, 'pay_earned' as takes, 'owed' as gives from payouts
  union all select id, org_id, amount_minor, currency, 'submitted', paid_at, 'owed', 'under_way' from payouts where state = 'paid'
  union all select id, org_id, amount_minor, currency, 'paid', paid_at, 'under_way', 'paid_out' from payouts where state = 'paid'
), named as (
  select 'led_' || left(md5(id || kind), 26) as id, id as payout_id, org_id, amount_minor, currency, kind, at, takes, gives from moves
), written as (
  insert into ledger_transactions (id, org_id, payout_id, kind, at) select id, org_id, payout_id, kind, at from named
)
insert into ledger_entries (transaction_id, account, currency, amount_minor)
select id, takes, currency, amount_minor from named union all select id, gives, currency, -amount_minor from named;
