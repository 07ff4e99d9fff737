-- What the audit across orders is searched by (docs/audit.md has the figures). A summary per 8 pages says which of them cannot hold a value, so
-- that a rare one is found without reading the table, and what a push pays for it is next to nothing. A btree per column would be twenty times as large.
create index ol_entry_by_word on ledger.ol_entry using brin (
    seq_id,
    recorded_at,
    store          text_bloom_ops (n_distinct_per_range = 32),
    actor          text_bloom_ops (n_distinct_per_range = 64),
    source         text_bloom_ops (n_distinct_per_range = 32),
    type           text_bloom_ops (n_distinct_per_range = 32),
    status_from    text_bloom_ops (n_distinct_per_range = 64),
    status_to      text_bloom_ops (n_distinct_per_range = 64),
    correlation_id text_bloom_ops (n_distinct_per_range = 512)
) with (pages_per_range = 8, autosummarize = on);

create index ol_entry_by_unusual on ledger.ol_entry (store, seq_id) where unusual;
