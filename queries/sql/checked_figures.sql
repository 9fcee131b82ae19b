-- Question: how many figures does each report print, and how many of them took part in a rule?
-- Parameters: $source, $units (list), $periods (list)
-- Columns: report_id, unit_id, period_id, figures, checked
-- A figure is a measure and scope that the report gives a value; one said twice is one figure.
with
asked as (
    select report_id, unit_id, period_id
    from report
    semi join (select unnest($units::varchar[]) as unit_id) as asked_unit using (unit_id)
    semi join (select unnest($periods::varchar[]) as period_id) as asked_period using (period_id)
    where source = $source and not is_superseded
),

printed as (
    select report_id, measure, scope
    from figure
    semi join asked using (report_id)
    where is_counted and not is_computed and not is_derived
),

held as (
    select report_id, measure, scope
    from checked
    semi join asked using (report_id)
)

select
    asked.report_id,
    asked.unit_id,
    asked.period_id,
    count(printed.measure) as figures,
    count(held.measure) as checked
from asked
left join printed on printed.report_id = asked.report_id
left join held
    on held.report_id = printed.report_id and held.measure = printed.measure and held.scope = printed.scope
group by all
order by asked.period_id, asked.unit_id, asked.report_id;
