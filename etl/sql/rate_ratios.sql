-- Rates of the rule `ratio`: sum of numerator terms over sum of denominator terms, all of them there.
-- A numerator that is "at least" makes a lower bound; one that is "at most", or a bounded denominator, makes no rate.
create or replace temp table ratio as
with
side as (
    select
        figure.source, figure.report_id, figure.unit_id, figure.period_id, figure.scope, figure.is_derived,
        term.indicator_id, term.side, term.terms,
        sum(term.coefficient * figure.value) as value,
        bool_or(figure.qualifier = case term.coefficient when 1 then 'at_least' else 'at_most' end) as is_at_least,
        bool_or(figure.qualifier = case term.coefficient when 1 then 'at_most' else 'at_least' end) as is_at_most
    from indicator_term as term
    join figure on figure.measure = term.term
    where figure.is_counted
    group by all
    having count(*) = term.terms
)

select
    source, report_id, unit_id, period_id, scope, is_derived, indicator_id,
    max(value) filter (where side = 'numerator' and not is_at_most) as numerator,
    max(value) filter (where side = 'denominator' and not is_at_most and not is_at_least) as denominator,
    coalesce(bool_or(is_at_least) filter (where side = 'numerator'), false) as is_lower_bound
from side
group by all;
