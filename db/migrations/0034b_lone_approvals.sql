-- Whether whoever let a payout go had also been the only one to let the candidate in and to have a part in judging them.
alter table payout_approvals add column alone boolean not null default false;
