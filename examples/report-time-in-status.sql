-- How long orders stay in a status, by the month they left it: median and ninth tenth, in hours.
select to_char(changed_at, 'yyyy-mm') as month, status_from as status, count(*) as visits,
       round((percentile_cont(0.5) within group (order by held_seconds) / 3600)::numeric, 1) as median_hours,
       round((percentile_cont(0.9) within group (order by held_seconds) / 3600)::numeric, 1) as p90_hours
  from report.report_status_changes
 where store = 'default' and changed_at >= date_trunc('month', now()) - interval '1 month'
 group by month, status
 order by month, status;
