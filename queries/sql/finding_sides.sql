-- Question: which statements make up the two sides of what does not hold in a unit's reports of a period?
-- Parameters: $source, $unit, $period
-- Columns: finding_id, side, measure, name_vi, name_en, measure_unit, scope, seq, value, qualifier, printed, place, locator,
--   as_of, note, is_counted, is_computed, is_derived, report_id, corrected_from, review
-- Side is left or right. The right side of a finding on two reports stands in another report of the same unit.
with
asked as (
    select finding_id, source, unit_id, left_said, right_said
    from finding
    where source = $source and unit_id = $unit and period_id = $period
),

said as (
    select
        finding_id, source, unit_id, 'left' as side, unnest(left_said, recursive := true),
        generate_subscripts(left_said, 1) as turn
    from asked
    union all by name
    select
        finding_id, source, unit_id, 'right' as side, unnest(right_said, recursive := true),
        generate_subscripts(right_said, 1) as turn
    from asked
)

select
    said.finding_id, said.side, figure.measure, measure.name_vi, measure.name_en, measure.unit as measure_unit,
    figure.scope, figure.seq, figure.value, figure.qualifier, figure.printed, figure.place, figure.locator,
    figure.as_of, figure.note, figure.is_counted, figure.is_computed, figure.is_derived, figure.report_id,
    figure.corrected_from, figure.review
from said
join figure using (source, unit_id, report_id, measure, scope, seq)
left join measure using (measure)
where not figure.is_computed and not figure.is_derived
order by said.finding_id, said.side, said.turn;
