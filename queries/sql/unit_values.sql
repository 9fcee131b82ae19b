-- Question: what are all the indicators of one unit, in all its periods?
-- Parameters: $source, $unit
-- Columns: unit_id, scope, period_id, indicator_id, numerator, denominator, value, is_lower_bound, printed_value,
--   is_derived, window_start, window_end, window_printed, status, report_id
select
    unit_id, scope, period_id, indicator_id, numerator, denominator, value, is_lower_bound, printed_value,
    is_derived, window_start, window_end, window_printed, status, report_id
from indicator_value
where source = $source and unit_id = $unit
order by indicator_id, period_id, scope;
