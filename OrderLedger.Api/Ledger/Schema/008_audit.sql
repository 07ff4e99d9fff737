-- What the audit across orders is searched by (docs/audit.md has the figures). A summary per 8 pages says which of them cannot hold a value: what is
-- rare is found without reading the table, and a push pays next to nothing. A btree per column would be ninety times as large.
create index ol_entry_by_word on ledger.ol_entry using brin (
    seq_id,
    recorded_at,
    (coalesce(occurred_at, recorded_at)),
    store          text_bloom_ops (n_distinct_per_range = 32),
    actor          text_bloom_ops (n_distinct_per_range = 64),
    source         text_bloom_ops (n_distinct_per_range = 32),
    type           text_bloom_ops (n_distinct_per_range = 32),
    status_from    text_bloom_ops (n_distinct_per_range = 64),
    status_to      text_bloom_ops (n_distinct_per_range = 64),
    correlation_id text_bloom_ops (n_distinct_per_range = 512)
) with (pages_per_range = 8);

-- What no summary covers yet is read. autosummarize would make them one by one, drops what it is asked for beyond 256 a minute, and logs each; a vacuum
-- makes all that are missing, and of a table that is only added to it reads nothing else.
alter table ledger.ol_entry set (autovacuum_vacuum_insert_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0);

create index ol_entry_by_unusual on ledger.ol_entry (store, seq_id) where unusual;
