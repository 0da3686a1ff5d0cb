-- The fingerprints of what a review says to the team, made when it is sealed: as shut as the review itself. The reveal only
-- puts them together. Null in what was sealed before; those are made at its reveal.
alter table reviews add column prints bytea;
alter table reviews add constraint prints_of_sealed_only check (prints is null or sealed_at is not null);
