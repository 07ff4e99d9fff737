-- The tables mt_* are Marten's: it makes them before these files run (MartenSetup.cs). What the ledger needs beside them lies in ol_*.

-- Lists are read in these orders. Marten knows of the indexes and leaves them alone.
create index mt_doc_order_by_created on ledger.mt_doc_order (tenant_id, created_at desc, id desc);

create index mt_doc_order_by_status on ledger.mt_doc_order (tenant_id, status, created_at desc, id desc);

-- Searched by words and beginnings of words.
create index mt_doc_order_details_by_word on ledger.mt_doc_order_details using gin (search);

-- One row per event, for audit, time in status, per-source health and the proof.
create table ledger.ol_entry (
    seq_id         bigint      not null primary key,
    store          varchar     not null,
    order_id       varchar     not null,
    version        bigint      not null,
    type           varchar     not null,
    actor          varchar     not null,
    source         varchar     not null,
    status_from    varchar,
    status_to      varchar,
    phase          varchar     not null,
    recorded_at    timestamptz not null,
    occurred_at    timestamptz,
    correlation_id varchar,
    unusual        boolean     not null,
    stale          boolean     not null,
    held           interval,
    data_hash      bytea,
    leaf           bytea
);

-- One row per cell, changed only by increments: n = n + delta. Room is left on each page so that they stay in place.
create table ledger.ol_kpi (
    store    varchar not null,
    day      date    not null,
    currency varchar not null,
    status   varchar not null,
    phase    varchar not null,
    orders   bigint  not null,
    gross    numeric not null,
    refunded numeric not null,
    primary key (store, day, currency, status, phase)
) with (fillfactor = 50);

create table ledger.ol_idempotency (
    store        varchar     not null,
    key          varchar     not null,
    request_hash bytea       not null,
    outcome      jsonb       not null,
    recorded_at  timestamptz not null,
    primary key (store, key)
);

create index ol_idempotency_by_age on ledger.ol_idempotency (recorded_at);

create table ledger.ol_store (
    name           varchar     not null primary key,
    dialect        varchar     not null,
    policy         varchar     not null,
    currency       varchar     not null,
    time_zone      varchar     not null,
    phases         jsonb       not null default '{}',
    limit_hours    jsonb       not null,
    webhook_secret bytea,
    created_at     timestamptz not null default now()
);

create table ledger.ol_key (
    id           varchar     not null primary key,
    store        varchar     not null references ledger.ol_store (name),
    name         varchar     not null,
    hash         bytea       not null unique,
    scopes       varchar[]   not null,
    created_at   timestamptz not null default now(),
    last_used_at timestamptz,
    revoked_at   timestamptz,
    expires_at   timestamptz
);
