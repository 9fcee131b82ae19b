-- Question: how are these units' reports named, and are they checked, for the periods of these years?
-- Parameters: $source, $first_year, $last_year, $units (list)
-- Columns: report_id, unit, number, status
select report.report_id, unit.name as unit, report.number, report.status
from report
join unit using (unit_id)
join period using (period_id)
where report.source = $source and not report.is_superseded
    and period.year between $first_year and $last_year
    and report.unit_id in (select unnest($units::varchar[]))
order by report.report_id;
