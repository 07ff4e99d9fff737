-- Marten is the event store. What was done to the ledger itself are events in streams of tenant "*" now: a place that only an action took was a hole
-- that Marten's daemon waited for. The rows went there before this file runs (UpgradedActions.cs).
drop table ledger.ol_action;

create view ledger.ol_action as
select seq_id, id, stream_id as store, version, type, data, user_name as actor, headers ->> 'source' as source,
       timestamp as recorded_at, correlation_id as request_id
  from ledger.mt_events where tenant_id = '*';

-- The documents know their own id, and details the number that an order is searched by.
update ledger.mt_doc_order set data = data || jsonb_build_object('id', id) where not data ? 'id';

update ledger.mt_doc_order_details d set data = d.data || jsonb_build_object('id', d.id, 'number', o.number)
  from ledger.mt_doc_order o where o.tenant_id = d.tenant_id and o.id = d.id and not d.data ? 'id';
