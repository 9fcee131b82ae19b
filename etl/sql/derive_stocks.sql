-- The stocks of a derived quarter are those of its closing report, with every statement of them; what was carried over
-- into it is what was pending when its opening report closed.
insert into figure
select
    figure.source, figure.report_id, figure.unit_id, derivable.period_id, figure.measure, figure.scope, figure.seq,
    figure.value, figure.qualifier, figure.printed, figure.place, figure.locator, figure.as_of, figure.note,
    figure.is_override, figure.is_counted, figure.is_computed, true, figure.corrected_from, figure.review
from derivable
join figure on figure.report_id = derivable.closing_report
join measure using (measure)
where measure.kind = 'stock' and figure.measure != 'carried_over' and not figure.is_derived

union all

select
    opening.source, derivable.closing_report, opening.unit_id, derivable.period_id, 'carried_over', opening.scope, 0,
    opening.value, opening.qualifier, null, null, null, null, null, false, true, false, true, null, null
from derivable
join figure as opening on opening.report_id = derivable.opening_report
where opening.measure = 'pending_total' and opening.is_counted and not opening.is_derived
order by unit_id, period_id;
