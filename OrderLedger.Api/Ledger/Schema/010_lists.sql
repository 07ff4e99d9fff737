-- What the list of orders asks for beyond "newest first".

-- Orders that are still worked on, by how long they have their status: longest first, and which are overdue. Small, for what is done is not in it.
create index mt_doc_order_by_wait on ledger.mt_doc_order (tenant_id, status, status_since, id)
    where not deleted and phase::text = any (array['draft', 'open', 'in_progress']::text[]);

create index mt_doc_order_by_change on ledger.mt_doc_order (tenant_id, mt_last_modified desc, id desc);

-- A name for what a list is narrowed to, shared by all who work with the store.
create table ledger.ol_saved_view (
    store   varchar     not null,
    name    varchar     not null,
    query   varchar     not null,
    made_by varchar     not null,
    made_at timestamptz not null default now(),
    primary key (store, name)
);

-- Ids of orders that hold all the words, so many at most. By the index whatever the planner expects: it overrates beginnings of words, takes a
-- few for found soon by reading the table, and then reads all of it.
create function ledger.ol_search(of_store varchar, words tsquery, at_most bigint) returns setof varchar
language sql stable set enable_seqscan = off as $$
    select id from ledger.mt_doc_order_details where search @@ words and tenant_id = of_store limit at_most
$$;
