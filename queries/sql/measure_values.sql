-- Question: what do these units count in these periods: the counted figure of each measure, computed and derived ones too?
-- Parameters: $source, $measures (list), $periods (list), $units (list)
-- Columns: unit_id, scope, period_id, measure, value, qualifier, is_computed, is_derived, report_id
select unit_id, scope, period_id, measure, value, qualifier, is_computed, is_derived, report_id
from figure
anti join (select report_id from report where is_superseded) as replaced using (report_id)
where source = $source
    and is_counted
    and measure in (select unnest($measures::varchar[]))
    and period_id in (select unnest($periods::varchar[]))
    and unit_id in (select unnest($units::varchar[]))
order by measure, period_id, unit_id, scope;
