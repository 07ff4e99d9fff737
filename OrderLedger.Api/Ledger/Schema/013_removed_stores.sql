-- A removed store stays in the ledger: its events prove what happened. Nobody can push to it or read it any more.
alter table ledger.ol_store add column removed_at timestamptz;
