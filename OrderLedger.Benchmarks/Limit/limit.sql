-- The ledger's tables with the same columns, keys and indexes, and one push as one function: the same work without HTTP,
-- without a writer, and in a single round trip. What PostgreSQL does here in a second is what a push per transaction can reach.

drop schema if exists bench_limit cascade;
create schema bench_limit;
create table bench_limit.mt_streams (like ledger.mt_streams including all);
create table bench_limit.mt_events (like ledger.mt_events including all,
    foreign key (tenant_id, stream_id) references bench_limit.mt_streams (tenant_id, id));
create sequence bench_limit.mt_events_sequence owned by bench_limit.mt_events.seq_id;
create table bench_limit.mt_doc_order (like ledger.mt_doc_order including all);
create table bench_limit.ol_entry (like ledger.ol_entry including all);
create table bench_limit.ol_kpi (like ledger.ol_kpi including all) with (fillfactor = 50);

create function bench_limit.event_data(was varchar, becomes varchar) returns jsonb
language sql immutable as $$
    select jsonb_build_object('from', was, 'to', becomes, 'raw', becomes, 'phase', 'inProgress', 'unusual', false)
$$;

create function bench_limit.view_data(data jsonb, becomes varchar, moment timestamptz, version bigint) returns jsonb
language sql immutable as $$
    select data || jsonb_build_object('status', becomes, 'statusSince', moment, 'statusAsOf', moment,
                                      'updatedAt', moment, 'version', version)
$$;

-- One push. The stream's row is locked first and the two KPI cells are taken in the order of their keys: no two pushes deadlock.
create function bench_limit.push(event_id uuid, store varchar, order_id varchar, becomes varchar, request_id varchar) returns bigint
language plpgsql as $$
declare
    moment timestamptz := clock_timestamp();
    seq bigint; v bigint; was bench_limit.mt_doc_order%rowtype;
begin
    update bench_limit.mt_streams set version = version + 1, timestamp = moment
     where tenant_id = store and id = order_id returning version into v;
    select * into was from bench_limit.mt_doc_order where tenant_id = store and id = order_id;
    seq := nextval('bench_limit.mt_events_sequence');
    insert into bench_limit.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id,
                                       mt_dotnet_type, correlation_id, headers, user_name)
    values (seq, event_id, order_id, v, bench_limit.event_data(was.status, becomes), 'status_changed', moment, store,
            'OrderLedger.Domain.StatusChanged, OrderLedger.Domain', request_id, jsonb_build_object('source', 'vici'), 'bench');
    insert into bench_limit.ol_entry (seq_id, store, order_id, version, type, actor, source, status_from, status_to, phase,
                                      recorded_at, correlation_id, unusual, stale, held)
    values (seq, store, order_id, v, 'status_changed', 'bench', 'vici', was.status, becomes, 'in_progress',
            moment, request_id, false, false, moment - was.status_since);
    update bench_limit.mt_doc_order
       set data = bench_limit.view_data(was.data, becomes, moment, v), mt_last_modified = moment, mt_version = v,
           status = becomes, status_since = moment
     where tenant_id = store and id = order_id;
    insert into bench_limit.ol_kpi as kpi (store, day, currency, status, phase, orders, gross, refunded)
    select store, was.created_at::date, 'USD', c.status, 'in_progress', c.n, c.n * 149.90, 0
      from (values (was.status, -1), (becomes, 1)) as c (status, n) order by c.status
    on conflict on constraint ol_kpi_pkey do update
       set orders = kpi.orders + excluded.orders, gross = kpi.gross + excluded.gross;
    return v;
end $$;

-- Many pushes of different orders as sets, the way the ledger's writer stores a batch. Only for one caller: it locks nothing first.
create function bench_limit.push_all(event_ids uuid[], store varchar, order_ids varchar[], statuses varchar[], request_ids varchar[])
returns bigint language sql as $$
    with numbered as materialized (
        select nextval('bench_limit.mt_events_sequence') as seq, clock_timestamp() as moment,
               o.id, o.status as was, o.status_since, o.data, o.created_at,
               o.mt_version + 1 as v, a.event_id, a.becomes, a.request_id
          from unnest(event_ids, order_ids, statuses, request_ids) as a (event_id, order_id, becomes, request_id)
          join bench_limit.mt_doc_order o on o.tenant_id = store and o.id = a.order_id
    ), moved as (
        update bench_limit.mt_streams s set version = n.v, timestamp = n.moment
          from numbered n where s.tenant_id = store and s.id = n.id
    ), appended as (
        insert into bench_limit.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id,
                                       mt_dotnet_type, correlation_id, headers, user_name)
        select seq, event_id, id, v, bench_limit.event_data(was, becomes), 'status_changed', moment, store,
               'OrderLedger.Domain.StatusChanged, OrderLedger.Domain', request_id, jsonb_build_object('source', 'vici'), 'bench'
          from numbered
    ), entered as (
        insert into bench_limit.ol_entry (seq_id, store, order_id, version, type, actor, source, status_from, status_to, phase,
                                      recorded_at, correlation_id, unusual, stale, held)
        select seq, store, id, v, 'status_changed', 'bench', 'vici', was, becomes, 'in_progress',
               moment, request_id, false, false, moment - status_since from numbered
    ), viewed as (
        update bench_limit.mt_doc_order o
           set data = bench_limit.view_data(n.data, n.becomes, n.moment, n.v), mt_last_modified = n.moment, mt_version = n.v,
               status = n.becomes, status_since = n.moment
          from numbered n where o.tenant_id = store and o.id = n.id
    ), counted as (
        insert into bench_limit.ol_kpi as kpi (store, day, currency, status, phase, orders, gross, refunded)
        select store, n.created_at::date, 'USD', c.status, 'in_progress', sum(c.n), sum(c.n) * 149.90, 0
          from numbered n cross join lateral (values (n.was, -1), (n.becomes, 1)) as c (status, n)
         group by n.created_at::date, c.status
        on conflict on constraint ol_kpi_pkey do update
       set orders = kpi.orders + excluded.orders, gross = kpi.gross + excluded.gross
    )
    select max(seq) from numbered
$$;
