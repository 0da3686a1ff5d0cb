-- Who is paid where, as the provider knows them: its id and a fingerprint, never a bank detail.
create table payout_recipients (
  org_id text not null,
  candidate_id text not null,
  rail text not null check (rail in ('stripe', 'tremendous')),
  mode text not null check (mode in ('live', 'sandbox')),
  recipient_id text not null,
  ready boolean not null default false,
  destination text,
  -- Since when the money would go there, and where it would have gone before.
  destination_at timestamptz,
  destination_before text,
  primary key (org_id, candidate_id, rail, mode),
  unique (rail, mode, recipient_id),
  foreign key (org_id, candidate_id) references candidates (org_id, id)
);

-- Events of providers, each heard once.
create table payout_webhooks (
  rail text not null,
  event_id text not null,
  heard_at timestamptz not null,
  primary key (rail, event_id)
);

-- Each day: what a provider has, beside what we have.
create table payout_comparisons (
  id text primary key,
  rail text not null,
  mode text not null,
  at timestamptz not null,
  compared int not null,
  differences jsonb not null
);
create index payout_comparisons_newest on payout_comparisons (rail, mode, at desc);
