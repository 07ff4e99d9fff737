-- Erasing what is personal in an order's events (docs/privacy.md). The role that serves may not change events; ol_erase, owned by the role that
-- migrates, does this much of it and no more.

-- Data of an event without what is personal in it. The rule is that of every leaf (docs/proof.md): it may never say anything else.
create function ledger.ol_not_personal(data jsonb) returns jsonb language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case jsonb_typeof(data -> 'details')
           when 'object' then data - 'reason' - 'text' || jsonb_build_object('details', (
               select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(data -> 'details')
                where key in ('totals', 'subtotal', 'discount_amount', 'shipping_cost', 'tax_amount', 'amount_paid')))
           else data - 'reason' - 'text' end
$$;

-- Which order a remembered answer shows. Null in older rows that show none.
alter table ledger.ol_idempotency add column order_id varchar;

update ledger.ol_idempotency i set order_id = o.id
  from ledger.mt_doc_order o
 where i.outcome ? 'details' and o.tenant_id = i.store and o.number = i.outcome #>> '{order,number}'
   and o.data ->> 'firstSeenAt' = i.outcome #>> '{order,firstSeenAt}';

-- Of the few whose number changed since, nobody could say later whose they are.
update ledger.ol_idempotency set outcome = jsonb_set(outcome, '{details}', ledger.ol_not_personal(outcome -> 'details') - 'note')
 where order_id is null and outcome ? 'details';

create index ol_idempotency_of_order on ledger.ol_idempotency (store, order_id) where outcome ? 'details';

-- Takes what is personal, and the salt of its hash, out of an order's events up to a version, out of the answers remembered until then and out of
-- the table that the last rebuild replaced. The views are the writer's.
create function ledger.ol_erase(of_store varchar, of_order varchar, up_to bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update ledger.ol_leaf set salt = null
     where salt is not null
       and seq_id in (select seq_id from ledger.mt_events where tenant_id = of_store and stream_id = of_order and version <= up_to);
    update ledger.mt_events set data = ledger.ol_not_personal(data)
     where tenant_id = of_store and stream_id = of_order and version <= up_to and data <> ledger.ol_not_personal(data);
    update ledger.ol_idempotency set outcome = jsonb_set(outcome, '{details}', ledger.ol_not_personal(outcome -> 'details') - 'note')
     where store = of_store and order_id = of_order and outcome ? 'details' and (outcome #>> '{order,version}')::bigint <= up_to;
    if to_regclass('ledger.mt_doc_order_details__old') is not null then
        execute 'delete from ledger.mt_doc_order_details__old where tenant_id = $1 and id = $2' using of_store, of_order;
    end if;
end $$;

revoke execute on function ledger.ol_not_personal(jsonb), ledger.ol_erase(varchar, varchar, bigint) from public;
