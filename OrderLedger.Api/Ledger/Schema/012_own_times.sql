-- The details of an order have a time of their own: that of the report they came with. Of an order from before, the first report's.
update ledger.mt_doc_order o
   set data = o.data || jsonb_build_object('detailsAsOf', e.data -> 'occurredAt')
  from ledger.mt_events e
 where e.tenant_id = o.tenant_id and e.stream_id = o.id and e.version = 1 and e.data ? 'occurredAt';

-- So have its payment and its fulfilment: that of the last change.
update ledger.mt_doc_order o
   set data = o.data || jsonb_build_object(e.member, coalesce(e.data -> 'occurredAt', to_jsonb(e.timestamp)))
  from (select distinct on (tenant_id, stream_id) tenant_id, stream_id, data, timestamp, 'paymentAsOf' as member
          from ledger.mt_events where type = 'payment_status_changed' order by tenant_id, stream_id, version desc) e
 where e.tenant_id = o.tenant_id and e.stream_id = o.id;

update ledger.mt_doc_order o
   set data = o.data || jsonb_build_object(e.member, coalesce(e.data -> 'occurredAt', to_jsonb(e.timestamp)))
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
