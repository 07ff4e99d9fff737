-- Which order a refused push is about, where that can be told, and who put it aside when.
alter table ledger.ol_rejected_push
    add column order_id     varchar,
    add column dismissed_by varchar,
    add column dismissed_at timestamptz;

-- Of those kept before: the id in the path, else in the body. What is no JSON names no order.
do $$
declare
    kept record;
    named varchar;
begin
    for kept in select id, path, body from ledger.ol_rejected_push loop
        named := (regexp_match(kept.path, '/orders/([^/]+)(/status)?$'))[1];
        if named is null or named in ('update-status', 'bulk-status') then
            begin
                select coalesce(b ->> 'order_id', b ->> 'id', b ->> 'arg') into named
                  from (select convert_from(kept.body, 'UTF8')::jsonb) as sent (b) where jsonb_typeof(b) = 'object';
            exception when others then
                named := null;
            end;
        end if;
        if length(trim(named)) between 1 and 128 then
            update ledger.ol_rejected_push set order_id = trim(named) where id = kept.id;
        end if;
    end loop;
end $$;

create index ol_rejected_push_of_order on ledger.ol_rejected_push (store, order_id, received_at desc, id desc) where order_id is not null;
create index ol_rejected_push_open on ledger.ol_rejected_push (store) where state = 'open';
