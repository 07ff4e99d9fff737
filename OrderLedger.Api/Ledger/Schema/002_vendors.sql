-- What the vendors' proofs need, a key's rate, and the pushes that were refused.

alter table ledger.ol_store
    add column company         varchar,
    add column domain          varchar,
    add column rate_per_minute int;

-- A key that signs is known by its client id, and its secret must be known again to check a signature.
alter table ledger.ol_key
    add column client_id varchar unique,
    add column secret    bytea;

-- Authenticated pushes that were refused, as they came, until they are replayed, dismissed or too old.
create table ledger.ol_rejected_push (
    id          uuid        not null primary key,
    store       varchar     not null,
    method      varchar     not null,
    path        varchar     not null,
    query       varchar     not null,
    headers     jsonb       not null,
    body        bytea       not null,
    status      int         not null,
    reason      varchar     not null,
    actor       varchar     not null,
    request_id  varchar     not null,
    received_at timestamptz not null default now(),
    tries       int         not null default 1,
    tried_at    timestamptz not null default now(),
    state       varchar     not null default 'open',
    answer      bytea
);

create index ol_rejected_push_by_age on ledger.ol_rejected_push (store, received_at desc, id desc);
