-- Question: what are all the figures of a source, with their places, as a table to take away?
-- Parameters: $source
-- Columns: unit_id, unit, period_id, report_id, measure, name_vi, name_en, measure_unit, scope, value, qualifier, printed,
--   place, locator, as_of, note, is_counted, is_computed, is_derived
select
    figure.unit_id, unit.name as unit, figure.period_id, figure.report_id, figure.measure,
    measure.name_vi, measure.name_en, measure.unit as measure_unit,
    figure.scope, figure.value, figure.qualifier, figure.printed, figure.place, figure.locator, figure.as_of, figure.note,
    figure.is_counted, figure.is_computed, figure.is_derived
from figure
join unit using (unit_id)
left join measure using (measure)
anti join (select report_id from report where is_superseded) as replaced using (report_id)
where figure.source = $source
order by figure.unit_id, figure.period_id, figure.report_id, figure.measure, figure.scope, figure.seq;
