-- What the list of orders asks for beyond "newest first".

-- Orders that are still worked on, by how long they have their status: longest first, and which are overdue. Small, for what is done is not in it.
create index mt_doc_order_by_wait on ledger.mt_doc_order (tenant_id, status, status_since, id)
    where not deleted and phase in ('draft', 'open', 'in_progress');

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
