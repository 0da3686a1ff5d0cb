-- Money owed to candidates. A row appears in the transaction that earns it; one for each paid stage of an application.
create table payouts (
  id text primary key,
  org_id text not null,
  application_id text not null,
  stage_key text not null,
  stage_name text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null default 'accrued' check (state in ('accrued', 'paid')),
  accrued_at timestamptz not null,
  pay_by timestamptz not null,
  paid_at timestamptz,
  paid_on date,
  reference text,
  paid_by text references members,
  unique (application_id, stage_key),
  foreign key (org_id, application_id) references applications (org_id, id),
  check ((state = 'paid') = (paid_at is not null and paid_on is not null and reference is not null and paid_by is not null))
);
create index payouts_by_org on payouts (org_id, accrued_at desc);
