-- What reports need: rates, cycle times, what each source brings; and projections that can be built anew beside the live ones.

-- Of the cell's orders, how many ever entered the phase, whatever they are now.
alter table ledger.ol_kpi
    add column ever_cancelled bigint not null default 0,
    add column ever_failed    bigint not null default 0,
    add column ever_refunded  bigint not null default 0;

-- One row per source and day of recording, changed only by increments.
create table ledger.ol_kpi_source (
    store      varchar     not null,
    day        date        not null,
    source     varchar     not null,
    registered bigint      not null,
    changes    bigint      not null,
    unusual    bigint      not null,
    stale      bigint      not null,
    last_at    timestamptz not null,
    primary key (store, day, source)
) with (fillfactor = 50);

-- Pushes that said nothing new. They leave no event, so this table is no projection and no rebuild touches it.
create table ledger.ol_duplicate (
    store   varchar     not null,
    day     date        not null,
    source  varchar     not null,
    pushes  bigint      not null,
    last_at timestamptz not null,
    primary key (store, day, source)
) with (fillfactor = 50);

-- From the order's first status to its first entry into phase done, on the event that brought it there.
alter table ledger.ol_entry add column cycle interval;

-- Visits are asked for by the time a status was left: nearly the order they were written in, so a summary per range of pages is enough.
create index ol_entry_by_time on ledger.ol_entry using brin ((coalesce(occurred_at, recorded_at))) with (pages_per_range = 32, autosummarize = on);

create index ol_entry_by_done on ledger.ol_entry (store, (coalesce(occurred_at, recorded_at))) include (cycle) where cycle is not null;

-- The projections and the version of the code that made their rows.
create table ledger.ol_projection (
    name       varchar     not null primary key,
    version    int         not null,
    rebuilt_at timestamptz,
    rebuild    uuid
);

-- What an older build has written lacks what is new here; an empty ledger lacks nothing.
insert into ledger.ol_projection (name, version)
select name, case when exists (select from ledger.mt_events) then 1 else 2 end from unnest(array['orders', 'kpi', 'visits']) as name;

-- Every rebuild that was asked for. At most one is under way; "head" is the event its new tables are up to.
create table ledger.ol_rebuild (
    id          uuid        not null primary key,
    projections varchar[]   not null,
    store       varchar,
    actor       varchar     not null,
    state       varchar     not null,
    head        bigint      not null default 0,
    events      bigint      not null default 0,
    done        bigint      not null default 0,
    cancel      boolean     not null default false,
    error       varchar,
    asked_at    timestamptz not null default now(),
    began_at    timestamptz,
    ended_at    timestamptz
);

create unique index ol_rebuild_one_at_a_time on ledger.ol_rebuild ((true)) where ended_at is null;

-- The streams that begin between two events, replayed in one transaction: what a killed rebuild has done, it need not do again.
create table ledger.ol_rebuild_part (
    rebuild uuid   not null references ledger.ol_rebuild (id) on delete cascade,
    after   bigint not null,
    upto    bigint not null,
    events  bigint,
    primary key (rebuild, after)
);
