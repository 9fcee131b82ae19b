-- The flows of a derived quarter: closing report minus the reports before it, exact counts only. Outcomes below zero stay
-- in `derived_flow` alone: they are findings, not figures. Rounded to the đồng: 0.3 - 0.1 - 0.2 is not below zero.
create or replace temp table derived_flow as
with
flow as (
    select figure.*
    from figure
    join measure using (measure)
    where measure.kind = 'flow' and figure.is_counted and figure.qualifier = 'exact' and not figure.is_derived
),

subtracted as (
    select
        derivable.closing_report, derivable.period_id, flow.measure, flow.scope,
        sum(flow.value) as value,
        count(*) as reports
    from derivable
    join flow on list_contains(derivable.minus_reports, flow.report_id)
        and flow.unit_id = derivable.unit_id
    group by all
)

select
    closing.source, closing.report_id, closing.unit_id, derivable.period_id, closing.measure, closing.scope,
    closing.value as closing_value, subtracted.value as subtracted_value,
    round(closing.value - subtracted.value, 6) as value
from derivable
join flow as closing on closing.report_id = derivable.closing_report
join subtracted
    on subtracted.closing_report = derivable.closing_report
    and subtracted.period_id = derivable.period_id
    and subtracted.measure = closing.measure
    and subtracted.scope = closing.scope
where subtracted.reports = len(derivable.minus_reports);

insert into figure
select
    source, report_id, unit_id, period_id, measure, scope, 0, value, 'exact',
    null, null, null, null, null, false, true, false, true, null, null
from derived_flow
where value >= 0
order by unit_id, period_id;
