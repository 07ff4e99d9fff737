-- The details of an order have a time of their own: that of the report they came with. Of an order from before, the first report's.
update ledger.mt_doc_order o
   set data = o.data || jsonb_build_object('detailsAsOf', e.data -> 'occurredAt')
  from ledger.mt_events e
 where e.tenant_id = o.tenant_id and e.stream_id = o.id and e.version = 1 and e.data ? 'occurredAt';

-- So have its payment and its fulfilment: that of the last change.
update ledger.mt_doc_order o
   set data = o.data || jsonb_build_object(e.member, coalesce(e.data -> 'occurredAt', to_jsonb((to_jsonb(e.timestamp at time zone 'utc') #>> '{}') || '+00:00')))
  from (select distinct on (tenant_id, stream_id) tenant_id, stream_id, data, timestamp, 'paymentAsOf' as member
          from ledger.mt_events where type = 'payment_status_changed' order by tenant_id, stream_id, version desc) e
 where e.tenant_id = o.tenant_id and e.stream_id = o.id;

update ledger.mt_doc_order o
   set data = o.data || jsonb_build_object(e.member, coalesce(e.data -> 'occurredAt', to_jsonb((to_jsonb(e.timestamp at time zone 'utc') #>> '{}') || '+00:00')))
  from (select distinct on (tenant_id, stream_id) tenant_id, stream_id, data, timestamp, 'fulfilmentAsOf' as member
          from ledger.mt_events where type = 'fulfilment_status_changed' order by tenant_id, stream_id, version desc) e
 where e.tenant_id = o.tenant_id and e.stream_id = o.id;

-- A refunded order of which a refund of nothing is known counts nothing net.
update ledger.ol_kpi k set refunded = trim_scale(k.refunded + o.total)
  from (select o.tenant_id, (o.created_at at time zone s.time_zone)::date as day, o.data ->> 'currency' as currency, o.status, o.phase,
               sum((o.data ->> 'total')::numeric) as total
          from ledger.mt_doc_order o join ledger.ol_store s on s.name = o.tenant_id
         where o.phase = 'refunded' and not o.deleted and (o.data ->> 'refunded')::numeric = 0 and o.data ? 'total'
         group by 1, 2, 3, 4, 5) o
 where k.store = o.tenant_id and k.day = o.day and k.currency = o.currency and k.status = o.status and k.phase = o.phase;

-- Where a store's shop can be asked for its orders, how far it was asked, and how far an import came. The credentials are encrypted.
create table ledger.ol_shop (
    store        varchar     not null primary key references ledger.ol_store (name),
    url          varchar     not null,
    credentials  bytea       not null,
    caught_up_to timestamptz not null,
    asked_at     timestamptz,
    problem      varchar,
    import_from  varchar,
    import_page  int
);

-- How much was paid back by each event, to its last digit: refunds are counted by their own day, too.
alter table ledger.ol_entry add column paid_back varchar, add column paid_back_in varchar;
create index ol_entry_by_refund on ledger.ol_entry (store, (coalesce(occurred_at, recorded_at))) where paid_back is not null;

with told as (
    select e.seq_id, e.tenant_id, e.stream_id, e.version, e.data ->> 'currency' as currency, e.data ->> 'phase' as phase,
           (e.data ->> 'total')::numeric as total, (e.data ->> 'refunded')::numeric as refunded
      from ledger.mt_events e
      join ledger.mt_doc_order o on o.tenant_id = e.tenant_id and o.id = e.stream_id
     where o.data ? 'refunded' or o.data ? 'wasRefunded'
), since as (
    select *, count(currency) over w as currencies, count(phase) over w as phases, count(total) over w as totals,
           count(refunded) over w as refunds
      from told window w as (partition by tenant_id, stream_id order by version)
), known as (
    select seq_id, tenant_id, stream_id, version,
           max(currency) over (partition by tenant_id, stream_id, currencies) as currency,
           case when max(refunded) over (partition by tenant_id, stream_id, refunds) <> 0
                then max(refunded) over (partition by tenant_id, stream_id, refunds)
                when max(phase) over (partition by tenant_id, stream_id, phases) = 'refunded'
                then coalesce(max(total) over (partition by tenant_id, stream_id, totals), 0) else 0 end as paid_back
      from since
), more as (
    select seq_id, currency, paid_back - lag(paid_back, 1, 0) over (partition by tenant_id, stream_id order by version) as paid_back
      from known
)
update ledger.ol_entry n set paid_back = trim_scale(m.paid_back)::varchar, paid_back_in = m.currency
  from more m where n.seq_id = m.seq_id and m.paid_back <> 0;
