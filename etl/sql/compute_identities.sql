-- Adds the measures that a report does not print and that follow from others by the registry's formulas.
-- Run until nothing is added: one formula may need the outcome of another. A sum below zero is no figure, and neither is
-- one whose terms are bounded both from below and from above. What is subtracted turns its bound around.
insert into figure
with
candidate as (
    select
        figure.source, figure.report_id, figure.unit_id, figure.period_id, figure.scope,
        formula.measure, formula.alternative, formula.terms,
        round(sum(formula.coefficient * figure.value), 6) as value,
        bool_or(figure.qualifier = 'about') as is_about,
        bool_or(figure.qualifier = case formula.coefficient when 1 then 'at_least' else 'at_most' end) as is_at_least,
        bool_or(figure.qualifier = case formula.coefficient when 1 then 'at_most' else 'at_least' end) as is_at_most,
        bool_or(figure.is_derived) as is_derived
    from measure_formula as formula
    join figure on figure.measure = formula.term
    where figure.is_counted
    group by all
    having count(*) = formula.terms and value >= 0 and not (is_at_least and is_at_most)
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
    case when is_at_least then 'at_least' when is_at_most then 'at_most' when is_about then 'about' else 'exact' end,
    null, null, null, null, null, false, true, true, is_derived, null, null
from final
order by unit_id, period_id;
