-- A process may pay for more than one stage, and each of them promises its pay anew once what was promised before is kept. Every
-- other promise is made once.
alter table promises drop constraint promises_application_id_kind_key;
create unique index promises_made_once on promises (application_id, kind) where kind <> 'payment';
create unique index promises_one_running_payment on promises (application_id) where kind = 'payment' and kept_at is null and voided_at is null;
