-- Question: for which periods has a source values, and of how many units?
-- Parameters: $source
-- Columns: period_id, kind, year, label_vi, label_en, nominal_start, nominal_end, due_on, units, derived
with
present as (
    select period_id, unit_id, false as is_derived from report where source = $source and not is_superseded
    union all
    select period_id, unit_id, true from derivable where source = $source
)

select
    period.period_id, period.kind, period.year, period.label_vi, period.label_en,
    period.nominal_start, period.nominal_end, period.due_on,
    count(distinct present.unit_id) as units,
    count(*) filter (where present.is_derived) as derived
from present
join period using (period_id)
group by all
order by period.kind, period.nominal_end;
