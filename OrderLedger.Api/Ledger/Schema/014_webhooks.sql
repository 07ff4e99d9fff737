-- Addresses of others that are told of what happens to a store's orders. The secrets are encrypted.
create table ledger.ol_subscription (
    id               uuid        primary key,
    store            varchar     not null,
    url              varchar     not null,
    description      varchar,
    types            varchar[]   not null,
    statuses         varchar[]   not null,
    phases           varchar[]   not null,
    details          boolean     not null,
    secret           bytea       not null,
    old_secret       bytea,
    old_secret_until timestamptz,
    after_seq        bigint      not null,
    made_at          timestamptz not null default now(),
    failing_since    timestamptz,
    off_at           timestamptz,
    off_reason       varchar
);

create index ol_subscription_by_store on ledger.ol_subscription (store, made_at);

-- An event that one subscription is told of. The id is that of the message, the same at each attempt.
create table ledger.ol_delivery (
    id           uuid        primary key default gen_random_uuid(),
    subscription uuid        not null references ledger.ol_subscription on delete cascade,
    stream_id    varchar     not null,
    seq_id       bigint      not null,
    state        varchar     not null default 'waiting' check (state in ('waiting', 'delivered', 'given_up')),
    attempts     int         not null default 0,
    due_at       timestamptz not null default now(),
    made_at      timestamptz not null default now(),
    tried_at     timestamptz,
    status       int,
    answer       varchar,
    took_ms      int,
    unique (subscription, seq_id)
);

create index ol_delivery_waiting on ledger.ol_delivery (subscription, stream_id, seq_id) where state = 'waiting';
create index ol_delivery_by_order on ledger.ol_delivery (stream_id, subscription);
