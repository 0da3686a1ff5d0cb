-- What a submission changed against its starter, file by file, as fingerprints (winnowing): to be compared with others of the
-- same starter. Nothing can be read back from them.
create table fingerprinted_files (
  submission_id text not null references submissions,
  org_id text not null references organizations,
  -- Which submissions can be compared: those that began from the same files.
  scaffold text not null,
  path text not null,
  blob_sha text not null,
  primary key (submission_id, path)
);
create index fingerprinted_files_by_blob on fingerprinted_files (org_id, scaffold, blob_sha);

create table fingerprints (
  submission_id text not null,
  org_id text not null,
  scaffold text not null,
  path text not null,
  print bigint not null,
  primary key (submission_id, path, print),
  foreign key (submission_id, path) references fingerprinted_files (submission_id, path)
);
create index fingerprints_by_print on fingerprints (org_id, scaffold, print);
