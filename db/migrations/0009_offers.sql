create table offers (
  id text primary key,
  org_id text not null references organizations,
  application_id text not null references applications,
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
  rescind_reason text,
  created_at timestamptz not null,
  check ((terms is null) = (terms_sha256 is null) and (terms is null) = (expires_at is null)),
  check ((state = 'draft') = (extended_at is null)),
  check (state = 'draft' or terms is not null),
  check ((state = 'accepted') = (typed_name is not null and evidence is not null)),
  check ((state in ('accepted', 'declined', 'rescinded')) = (answered_at is not null)),
  check ((state = 'rescinded') = (rescind_reason is not null))
);
-- One that can still lead somewhere; those before it stay as they ended.
create unique index one_live_offer on offers (application_id) where state in ('draft', 'extended', 'accepted');
create index offers_by_application on offers (application_id, created_at desc);

-- What the candidate was shown is what they sign, and what is signed stays.
create function guard_offer() returns trigger language plpgsql as
$$ begin
  if old.state = 'accepted' then raise exception 'an accepted offer is never changed' using errcode = 'integrity_constraint_violation'; end if;
  if tg_op = 'DELETE' then return old; end if;
  if old.state <> 'draft' and (new.terms, new.terms_sha256, new.expires_at, new.extended_at) is distinct from (old.terms, old.terms_sha256, old.expires_at, old.extended_at) then
    raise exception 'the terms of an extended offer are fixed' using errcode = 'integrity_constraint_violation';
  end if;
  if old.state not in ('draft', 'extended') and new.state <> old.state then raise exception 'an offer ends once' using errcode = 'integrity_constraint_violation'; end if;
  return new;
end $$;
create trigger offers_are_guarded before update or delete on offers for each row execute function guard_offer();
