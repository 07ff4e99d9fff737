-- The orders that wait longest in a status that is not their last.
select number, status, status_since, round((extract(epoch from now() - status_since) / 86400)::numeric, 1) as days, total, currency
  from report.report_orders
 where store = 'default' and phase in ('open', 'in_progress')
 order by status_since, number
 limit 10;
