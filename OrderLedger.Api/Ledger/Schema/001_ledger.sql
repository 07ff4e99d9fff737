-- Marten 9's event tables to the letter (StreamIdentity.AsString, TenancyStyle.Conjoined, all metadata columns).
-- Never add a column, an index or a foreign key to them: a Marten that manages its schema would drop it.
-- What we need beside them lives in sibling tables, ol_*.

create table ledger.mt_streams (
    tenant_id   varchar     not null default '*DEFAULT*',
    id          varchar     not null,
    type        varchar,
    version     bigint,
    timestamp   timestamptz not null default now(),
    created     timestamptz not null default now(),
    is_archived boolean     default false,
    constraint pkey_mt_streams_tenant_id_id primary key (tenant_id, id)
);

create table ledger.mt_events (
    seq_id         bigint       not null,
    id             uuid         not null,
    stream_id      varchar,
    version        bigint       not null,
    data           jsonb        not null,
    bdata          bytea,
    type           varchar(500) not null,
    timestamp      timestamptz  not null,
    tenant_id      varchar      default '*DEFAULT*',
    mt_dotnet_type varchar,
    correlation_id varchar,
    causation_id   varchar,
    headers        jsonb,
    user_name      varchar,
    is_archived    boolean      default false,
    constraint pkey_mt_events_seq_id primary key (seq_id),
    constraint fkey_mt_events_stream_id_tenant_id foreign key (tenant_id, stream_id)
        references ledger.mt_streams (tenant_id, id)
);

-- The last word on concurrency: one event per stream and version, whoever writes.
create unique index pk_mt_events_stream_and_version on ledger.mt_events (tenant_id, stream_id, version);

create sequence ledger.mt_events_sequence owned by ledger.mt_events.seq_id;

create table ledger.mt_event_progression (
    name         varchar     not null,
    last_seq_id  bigint,
    last_updated timestamptz default transaction_timestamp(),
    constraint pk_mt_event_progression primary key (name)
);

-- The current order: the record the decider folds, and beside it the columns that lists filter and sort by.
create table ledger.mt_doc_order (
    tenant_id        varchar     not null default '*DEFAULT*',
    id               varchar     not null,
    data             jsonb       not null,
    mt_last_modified timestamptz default transaction_timestamp(),
    mt_version       bigint      not null,
    mt_dotnet_type   varchar,
    number           varchar     not null,
    status           varchar     not null,
    phase            varchar     not null,
    payment_status   varchar,
    source           varchar     not null,
    created_at       timestamptz not null,
    status_since     timestamptz not null,
    deleted          boolean     not null,
    constraint pkey_mt_doc_order_tenant_id_id primary key (tenant_id, id)
);

create index mt_doc_order_by_created on ledger.mt_doc_order (tenant_id, created_at desc, id desc);

create index mt_doc_order_by_status on ledger.mt_doc_order (tenant_id, status, created_at desc, id desc);

-- What a push never touches. Searched by words and beginnings of words; written only when it changes.
create table ledger.mt_doc_order_details (
    tenant_id        varchar     not null default '*DEFAULT*',
    id               varchar     not null,
    data             jsonb       not null,
    mt_last_modified timestamptz default transaction_timestamp(),
    mt_version       bigint      not null,
    mt_dotnet_type   varchar,
    customer_name    varchar,
    customer_email   varchar,
    search           tsvector    not null,
    constraint pkey_mt_doc_order_details_tenant_id_id primary key (tenant_id, id)
);

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
