-- All rates, with the rate the report prints beside each, sorted as they are asked for. Superseded reports stay out.
insert into indicator_value
with
computed as (
    select * from ratio
    union all by name
    select * from staff_share
),

printed as (
    select
        source, report_id, unit_id, period_id, scope, is_derived,
        regexp_replace(measure, '^printed_rate\.', '') as indicator_id,
        value as printed_value
    from figure
    where is_counted and starts_with(measure, 'printed_rate.') and not is_derived
),

windows as (
    select report_id, period_id, effective_start as window_start, effective_end as window_end,
        window_start is not null as window_printed, status
    from report
    where not is_superseded

    union all

    select derivable.closing_report, derivable.period_id, derivable.window_start, derivable.window_end,
        report.window_start is not null, report.status
    from derivable
    join report on report.report_id = derivable.closing_report
),

joined as (
    select
        coalesce(computed.source, printed.source) as source,
        coalesce(computed.report_id, printed.report_id) as report_id,
        coalesce(computed.unit_id, printed.unit_id) as unit_id,
        coalesce(computed.period_id, printed.period_id) as period_id,
        coalesce(computed.scope, printed.scope) as scope,
        coalesce(computed.indicator_id, printed.indicator_id) as indicator_id,
        coalesce(computed.is_derived, printed.is_derived) as is_derived,
        computed.numerator, computed.denominator, computed.is_lower_bound, printed.printed_value
    from computed
    full join printed using (report_id, period_id, scope, indicator_id)
)

select
    joined.source, joined.unit_id, joined.scope, joined.period_id, joined.indicator_id,
    joined.numerator, joined.denominator,
    100 * joined.numerator / nullif(joined.denominator, 0) as value,
    coalesce(joined.is_lower_bound, false) and value is not null as is_lower_bound,
    joined.printed_value, joined.is_derived,
    windows.window_start, windows.window_end, windows.window_printed, windows.status, joined.report_id
from joined
join windows using (report_id, period_id)
order by joined.indicator_id, joined.unit_id, joined.period_id, joined.scope;
