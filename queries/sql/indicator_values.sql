-- Question: what are the values of these indicators, for these units and periods?
-- Parameters: $source, $indicators (list), $periods (list), $units (list)
-- Columns: unit_id, scope, period_id, indicator_id, numerator, denominator, value, is_lower_bound, printed_value,
--   is_derived, window_start, window_end, window_printed, status, report_id
select
    unit_id, scope, period_id, indicator_id, numerator, denominator, value, is_lower_bound, printed_value,
    is_derived, window_start, window_end, window_printed, status, report_id
from indicator_value
where source = $source
    and indicator_id in (select unnest($indicators::varchar[]))
    and period_id in (select unnest($periods::varchar[]))
    and unit_id in (select unnest($units::varchar[]))
order by indicator_id, period_id, unit_id, scope;
