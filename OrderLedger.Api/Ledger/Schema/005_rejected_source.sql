-- The way in of a refused push, in the words the events use; null for those kept before.
alter table ledger.ol_rejected_push add column source varchar;
