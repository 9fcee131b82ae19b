-- Adds the measures that a report does not print and that follow from others by the registry's formulas.
-- Run until nothing is added: one formula may need the outcome of another. A sum below zero is no figure.
insert into figure
with
candidate as (
    select
        figure.source, figure.report_id, figure.unit_id, figure.period_id, figure.scope,
        formula.measure, formula.alternative, formula.terms,
        sum(formula.coefficient * figure.value) as value,
        bool_and(figure.qualifier = 'exact') as is_exact,
        bool_and(figure.qualifier = 'exact' or (figure.qualifier = 'at_least' and formula.coefficient = 1)) as is_at_least,
        bool_or(figure.is_derived) as is_derived
    from measure_formula as formula
    join figure on figure.measure = formula.term
    where figure.is_counted
    group by all
    having count(*) = formula.terms and sum(formula.coefficient * figure.value) >= 0
),

missing as (
    select candidate.*
    from candidate
    anti join (select * from figure where is_counted) as counted
        using (report_id, period_id, scope, measure)
),

final as (
    select * from missing
    qualify row_number() over (partition by report_id, period_id, scope, measure order by alternative) = 1
)

select
    source, report_id, unit_id, period_id, measure, scope, -1, value,
    case when is_exact then 'exact' when is_at_least then 'at_least' else 'about' end,
    null, null, null, null, null, false, true, true, is_derived
from final;
