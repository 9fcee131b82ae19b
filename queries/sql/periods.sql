-- Question: for which periods has a source values, and of how many units?
-- Parameters: $source
-- Columns: period_id, kind, year, label_vi, label_en, nominal_start, nominal_end, due_on, units, derived
-- A unit has one report a period, and a quarter is derived only where it is not reported: rows count units.
with
present as (
    select period_id, count(*) as units, 0 as derived
    from report
    where source = $source and not is_superseded
    group by period_id

    union all

    select period_id, count(*), count(*)
    from derivable
    where source = $source
    group by period_id
)

select
    period.period_id, period.kind, period.year, period.label_vi, period.label_en,
    period.nominal_start, period.nominal_end, period.due_on,
    sum(present.units)::bigint as units,
    sum(present.derived)::bigint as derived
from present
join period using (period_id)
group by all
order by period.kind, period.nominal_end;
