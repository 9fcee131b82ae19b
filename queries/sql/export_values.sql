-- Question: what are all the values of a source, as a table to take away?
-- Parameters: $source
-- Columns: unit_id, unit, district, province, scope, period_id, indicator_id, numerator, denominator, value,
--   is_lower_bound, printed_value, is_derived, window_start, window_end, window_printed, status, report_id
select
    indicator_value.unit_id, unit.name as unit, district.name as district, province.name as province,
    indicator_value.scope, indicator_value.period_id, indicator_value.indicator_id,
    indicator_value.numerator, indicator_value.denominator, indicator_value.value,
    indicator_value.is_lower_bound, indicator_value.printed_value, indicator_value.is_derived,
    indicator_value.window_start, indicator_value.window_end, indicator_value.window_printed,
    indicator_value.status, indicator_value.report_id
from indicator_value
join unit using (unit_id)
left join unit as district on district.unit_id = unit.district_id
left join unit as province on province.unit_id = unit.province_id
where indicator_value.source = $source
order by indicator_value.indicator_id, indicator_value.period_id, indicator_value.unit_id, indicator_value.scope;
