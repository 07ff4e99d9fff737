-- What proves that the past was not changed (docs/proof.md). Never rebuilt from the events: it is what they are compared with.

-- Never written: the entries are a projection, and what proves the events may not be made from them.
alter table ledger.ol_entry drop column data_hash, drop column leaf;

-- One leaf per event and administrative action, written in its transaction. "place" is the leaf's place in the tree, from 0, without a hole;
-- "personal" the salted hash of the personal part of the data, null where there is none; "salt" is null once that part is erased.
create table ledger.ol_leaf (
    seq_id   bigint not null primary key,
    place    bigint not null,
    leaf     bytea  not null,
    personal bytea,
    salt     bytea
);

-- What was done to the ledger itself, in a stream per store ("*" for all of them). Not among Marten's events: those are orders' alone.
create table ledger.ol_action (
    seq_id      bigint      not null primary key,
    id          uuid        not null,
    store       varchar     not null,
    version     bigint      not null,
    type        varchar     not null,
    data        jsonb       not null,
    actor       varchar     not null,
    source      varchar     not null,
    recorded_at timestamptz not null,
    request_id  varchar,
    unique (store, version)
);

-- Complete parts of the tree, of 256, 65,536 ... leaves each. "last_seq" is the last event in it.
create table ledger.ol_tree_part (
    level    int    not null,
    place    bigint not null,
    hash     bytea  not null,
    last_seq bigint not null,
    primary key (level, place)
);

-- Every checkpoint that was published; the copies outside the database are the ones that count.
create table ledger.ol_checkpoint (
    size     bigint      not null primary key,
    root     bytea       not null,
    note     varchar     not null,
    last_seq bigint      not null,
    made_at  timestamptz not null
);

create index ol_checkpoint_by_seq on ledger.ol_checkpoint (last_seq);

-- The public keys; the private one is a file. "origin" names the ledger in every checkpoint and stays when keys change.
create table ledger.ol_proof_key (
    id         varchar     not null primary key,
    origin     varchar     not null,
    public_key varchar     not null,
    created_at timestamptz not null default now(),
    retired_at timestamptz
);
