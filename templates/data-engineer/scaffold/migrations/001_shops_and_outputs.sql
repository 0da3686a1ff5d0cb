-- The shops, and what others read. A column's meaning is in README.md. You may make any of the four below a view of the same
-- name and columns; whatever else you need is yours to add, in files of its own.
create table shops (
  id text primary key,
  name text not null,
  time_zone text not null
);

insert into shops (id, name, time_zone) values
  ('lisbon', 'Padaria Alfama', 'Europe/Lisbon'),
  ('berlin', 'Backstube Kreuzberg', 'Europe/Berlin'),
  ('new-york', 'Bleecker Bread', 'America/New_York'),
  ('adelaide', 'Rundle Bakehouse', 'Australia/Adelaide');

create table daily_takings (
  shop_id text not null,
  day date not null,
  receipts integer not null,
  takings_minor bigint not null,
  closed boolean not null,
  primary key (shop_id, day)
);

create table adjustments (
  file text not null,
  shop_id text not null,
  day date not null,
  receipts integer not null,
  takings_minor bigint not null,
  primary key (file, shop_id, day)
);

create table quarantine (
  file text not null,
  line integer not null,
  reason text not null,
  field text,
  raw text not null,
  primary key (file, line)
);

create table file_quality (
  file text primary key,
  lines integer not null,
  accepted integer not null,
  superseded integer not null,
  duplicates integer not null,
  quarantined integer not null
);
