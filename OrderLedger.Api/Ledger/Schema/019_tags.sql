-- Orders by their tags, and those of a colleague newest first. Most orders have neither, so both indexes are small.
create index mt_doc_order_by_tag on ledger.mt_doc_order using gin (string_to_array(tags::text, ' ')) where tags is not null;
create index mt_doc_order_by_assigned on ledger.mt_doc_order (tenant_id, assigned_to, created_at desc, id desc) where assigned_to is not null;
