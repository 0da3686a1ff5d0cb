create table offers (
  id text primary key,
  org_id text not null references organizations,
  application_id text not null unique references applications,
  state text not null default 'draft' check (state in ('draft', 'extended', 'accepted', 'declined', 'rescinded', 'expired')),
  terms jsonb,
  terms_sha256 text,
  -- Where a new draft begins: the process's text on how the team works.
  how_we_work text not null default '',
  extended_at timestamptz,
  expires_at timestamptz,
  answered_at timestamptz,
  typed_name text,
  -- Who signed from where, and the hash of what they agreed to.
  evidence jsonb,
  decline_reason text,
  created_at timestamptz not null
);

create function signed_offers_are_frozen() returns trigger language plpgsql as
$$ begin
  if old.state = 'accepted' then raise exception 'an accepted offer is never changed' using errcode = 'integrity_constraint_violation'; end if;
  return new;
end $$;
create trigger signed_offers before update or delete on offers for each row execute function signed_offers_are_frozen();
