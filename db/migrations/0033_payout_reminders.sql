-- When the team was last told that a payment is due soon, or late.
alter table payouts add column reminded_at timestamptz;
