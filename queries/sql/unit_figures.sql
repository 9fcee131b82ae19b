-- Question: what does a unit's report say, figure by figure, and where does it say so?
-- Parameters: $source, $unit, $period
-- Columns: measure, name_vi, name_en, measure_unit, scope, seq, value, qualifier, printed, place, locator, as_of, note,
--   is_counted, is_computed, is_derived, report_id, corrected_from, review
select
    figure.measure, measure.name_vi, measure.name_en, measure.unit as measure_unit, figure.scope, figure.seq,
    figure.value, figure.qualifier, figure.printed, figure.place, figure.locator, figure.as_of, figure.note,
    figure.is_counted, figure.is_computed, figure.is_derived, figure.report_id, figure.corrected_from, figure.review
from figure
left join measure using (measure)
anti join (select report_id from report where is_superseded) as replaced using (report_id)
where figure.source = $source and figure.unit_id = $unit and figure.period_id = $period
order by figure.measure, figure.scope, figure.is_counted desc, figure.seq;
