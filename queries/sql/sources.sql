-- Question: which sources of figures are there, and how much of each?
-- Parameters: none
-- Columns: source, units, reports, first_period, last_period, last_received
select
    report.source as source,
    count(distinct report.unit_id) as units,
    count(*) as reports,
    arg_min(report.period_id, period.nominal_end) as first_period,
    arg_max(report.period_id, period.nominal_end) as last_period,
    max(report.received_on) as last_received
from report
join period using (period_id)
where not report.is_superseded
group by report.source
order by case report.source when 'report' then 0 when 'portal' then 1 else 2 end;
