-- Stable ground for reports of one's own: read-only views whose names and columns stay (docs/reporting.md).
-- No personal data of a customer is in them: no name, no e-mail, and no reason or note, which are free text.

create schema if not exists report;

comment on schema report is 'Views for reports of one''s own. Their names and columns stay, while the tables of schema ledger may change.';

-- Makes the views, and makes them anew after a swap, because a view holds on to the table it was made of, whatever that is called now.
-- "create or replace" keeps grants and comments, and refuses to take a column away; new ones go to the end.
create function ledger.ol_make_reports() returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    create or replace view report.report_orders as
    select o.tenant_id as store, o.id as order_id, o.number, o.status, o.phase, w.counted,
           o.payment_status, o.data ->> 'fulfilmentStatus' as fulfilment_status, o.source, o.data ->> 'currency' as currency,
           w.total, w.refunded, case when w.counted then coalesce(w.total, 0) - w.refunded else 0 end as revenue,
           o.created_at, w.first_seen_at, o.status_since, w.done_at, (o.data ->> 'updatedAt')::timestamptz as updated_at,
           case when w.done_at < w.first_seen_at then 0 else trim_scale(extract(epoch from w.done_at - w.first_seen_at)) end as cycle_seconds,
           coalesce((o.data ->> 'wasCancelled')::boolean, false) as ever_cancelled,
           coalesce((o.data ->> 'wasFailed')::boolean, false) as ever_failed,
           coalesce((o.data ->> 'wasRefunded')::boolean, false) as ever_refunded
      from ledger.mt_doc_order o, lateral (
           select o.phase <> 'draft' and o.status not in ('pending', 'failed', 'cancelled', 'canceled') as counted,
                  (o.data ->> 'total')::numeric as total,
                  coalesce((o.data ->> 'refunded')::numeric,
                           case o.phase when 'refunded' then (o.data ->> 'total')::numeric end, 0) as refunded,
                  -- A view row of a build that did not know the time says the year 1.
                  nullif((o.data ->> 'firstSeenAt')::timestamptz, '0001-01-01 00:00:00+00') as first_seen_at,
                  (o.data ->> 'doneAt')::timestamptz as done_at) w
     where not o.deleted;

    create or replace view report.report_status_changes as
    select e.seq_id as seq, e.store, e.order_id, e.version, e.status_from, e.status_to, e.phase, e.actor as changed_by, e.source,
           e.recorded_at, e.occurred_at, coalesce(e.occurred_at, e.recorded_at) as changed_at,
           trim_scale(extract(epoch from e.held)) as held_seconds, trim_scale(extract(epoch from e.cycle)) as cycle_seconds, e.unusual
      from ledger.ol_entry e
     where e.type = 'status_changed';

    create or replace view report.report_kpi_daily as
    select k.store, k.day, k.currency, k.status, k.phase, w.counted, k.orders, k.gross, k.refunded,
           case when w.counted then k.gross - k.refunded else 0 end as revenue, k.ever_cancelled, k.ever_failed, k.ever_refunded
      from ledger.ol_kpi k, lateral (
           select k.phase <> 'draft' and k.status not in ('pending', 'failed', 'cancelled', 'canceled') as counted) w
     where k.orders <> 0 or k.gross <> 0 or k.refunded <> 0;
end $$;

-- Who reads a view locks it first and then its tables. A swap that takes the tables' locks first would wait for readers that wait for it.
create function ledger.ol_lock_reports() returns void language sql as
    'lock table report.report_orders, report.report_status_changes, report.report_kpi_daily in access exclusive mode';

revoke execute on function ledger.ol_make_reports(), ledger.ol_lock_reports() from public;

select ledger.ol_make_reports();

comment on view report.report_orders is
    'One row per order as it is now. Deleted orders are left out, so that sums agree with report_kpi_daily.';
comment on column report.report_orders.store is 'The shop.';
comment on column report.report_orders.order_id is 'The shop''s own id of the order, unique within the store.';
comment on column report.report_orders.number is 'The number a customer sees.';
comment on column report.report_orders.status is 'The vendor''s word.';
comment on column report.report_orders.phase is 'Ours: draft, open, in_progress, done, cancelled, refunded, failed.';
comment on column report.report_orders.counted is 'Whether the order counts as sold: not a draft, not pending, failed or cancelled.';
comment on column report.report_orders.payment_status is 'The vendor''s word; null where none was told.';
comment on column report.report_orders.fulfilment_status is 'The vendor''s word; null where none was told.';
comment on column report.report_orders.source is 'The way the order first came in: a dialect, intake, seed.';
comment on column report.report_orders.currency is 'ISO 4217.';
comment on column report.report_orders.total is 'In units of the currency; null where none was told.';
comment on column report.report_orders.refunded is 'What was paid back; of an order in phase refunded whose amount is unknown, all of it.';
comment on column report.report_orders.revenue is 'Total less refunded of an order that counts; else 0.';
comment on column report.report_orders.created_at is 'When the shop made the order.';
comment on column report.report_orders.first_seen_at is
    'When its first status began, by the sender''s time, else ours; null in rows older than the column.';
comment on column report.report_orders.status_since is 'When it took its status, by the sender''s time, else ours.';
comment on column report.report_orders.done_at is 'When it first entered phase done, by the sender''s time, else ours; null until then.';
comment on column report.report_orders.updated_at is 'When the last change of the order was recorded.';
comment on column report.report_orders.cycle_seconds is 'From first_seen_at to done_at.';
comment on column report.report_orders.ever_cancelled is 'Whether it ever was in phase cancelled.';
comment on column report.report_orders.ever_failed is 'Whether it ever was in phase failed.';
comment on column report.report_orders.ever_refunded is 'Whether it ever was in phase refunded.';

comment on view report.report_status_changes is
    'One row per status change that was applied, of deleted orders too. Stale and repeated reports are no changes.';
comment on column report.report_status_changes.seq is 'The change''s place in the ledger; rises.';
comment on column report.report_status_changes.store is 'The shop.';
comment on column report.report_status_changes.order_id is 'The shop''s own id of the order.';
comment on column report.report_status_changes.version is 'The change''s place among the order''s events.';
comment on column report.report_status_changes.status_from is 'The status that was left.';
comment on column report.report_status_changes.status_to is 'The status that was entered.';
comment on column report.report_status_changes.phase is 'The phase of status_to at that time.';
comment on column report.report_status_changes.changed_by is
    'The name of the key or of the signed-in user who brought the change. PERSONAL DATA where a key is named after a person.';
comment on column report.report_status_changes.source is 'The way the change came in: a dialect, intake, seed.';
comment on column report.report_status_changes.recorded_at is 'When it was written, by the database''s clock.';
comment on column report.report_status_changes.occurred_at is 'When it happened, by the sender''s; null where none was told.';
comment on column report.report_status_changes.changed_at is 'occurred_at, else recorded_at. Filter by this one: it is indexed.';
comment on column report.report_status_changes.held_seconds is 'How long status_from had lasted.';
comment on column report.report_status_changes.cycle_seconds is
    'From the order''s first status to its first entry into phase done, on the change that brought it there; else null.';
comment on column report.report_status_changes.unusual is 'Whether the vendor''s own list of moves does not have this one.';

comment on view report.report_kpi_daily is
    'One row per store, day, currency, status and phase: the orders created on that day, by the status they have now.';
comment on column report.report_kpi_daily.store is 'The shop.';
comment on column report.report_kpi_daily.day is 'The day the orders were created, in the store''s time zone.';
comment on column report.report_kpi_daily.currency is 'ISO 4217. Never add money across currencies.';
comment on column report.report_kpi_daily.status is 'The status the orders have now.';
comment on column report.report_kpi_daily.phase is 'Its phase.';
comment on column report.report_kpi_daily.counted is 'Whether the orders count as sold: not a draft, not pending, failed or cancelled.';
comment on column report.report_kpi_daily.orders is 'How many; deleted ones left out.';
comment on column report.report_kpi_daily.gross is 'Sum of their totals, whether they count or not.';
comment on column report.report_kpi_daily.refunded is 'Sum of what was paid back.';
comment on column report.report_kpi_daily.revenue is 'Gross less refunded where the orders count; else 0.';
comment on column report.report_kpi_daily.ever_cancelled is 'How many of them ever were in phase cancelled.';
comment on column report.report_kpi_daily.ever_failed is 'How many of them ever were in phase failed.';
comment on column report.report_kpi_daily.ever_refunded is 'How many of them ever were in phase refunded.';
