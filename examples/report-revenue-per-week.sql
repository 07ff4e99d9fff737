-- Revenue of the last weeks per currency, by the day the orders were created.
select date_trunc('week', day)::date as week, currency, sum(orders) filter (where counted) as counted_orders, round(sum(revenue), 2) as revenue,
       round(sum(revenue) / nullif(sum(orders) filter (where counted), 0), 2) as average_order_value
  from report.report_kpi_daily
 where store = 'default' and day >= date_trunc('week', current_date) - interval '4 weeks'
 group by week, currency
 order by week, currency;
