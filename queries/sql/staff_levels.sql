-- Question: how many people of a group stand at each level of a dimension, and how many are there in all?
-- Parameters: $source, $dimension, $periods (list), $units (list)
-- Columns: unit_id, scope, period_id, staff_group, level, value, report_id, is_derived
-- The rows of level 'headcount' are the table heading's, those of 'present' the posts filled.
select
    figure.unit_id, figure.scope, figure.period_id, measure.staff_group, measure.level, figure.value,
    figure.report_id, figure.is_derived
from figure
join measure using (measure)
anti join (select report_id from report where is_superseded) as replaced using (report_id)
where figure.source = $source
    and figure.is_counted
    and measure.staff_group is not null
    and (measure.dimension = $dimension or (measure.dimension is null and measure.level = 'present'))
    and figure.period_id in (select unnest($periods::varchar[]))
    and figure.unit_id in (select unnest($units::varchar[]))
order by figure.period_id, figure.unit_id, measure.staff_group, measure.level;
