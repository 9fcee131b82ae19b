-- Writes what the generated reports say into `statement`: one row a report and measure, all values whole and known.
-- Flows add up in the year: Q1 and Q3 say n, six months 2n, the year 4n; so each derived quarter is n again.
insert into statement by name
with
sized as (
    select *, 100 + (37 * unit_no) % 900 as dossiers, unit_no % 5 as more from bench_report
),

spread as (
    select
        sized.* exclude (dossiers, more),
        bench_measure.measure,
        bench_measure.fixed + more * bench_measure.grows
            + floor(dossiers * weight * (1 - spread * ((unit_no * 7919 + measure_no * 104729 + year * 31) % 1000) / 1000))
            as one_quarter,
        case when cumulative = 1 then quarters else 1 end as times
    from sized
    cross join bench_measure
)

select
    'demo' as source, report_id, unit_id, period_id, measure, 'own' as scope, 0 as seq,
    (one_quarter * times)::double as value, 'exact' as qualifier, one_quarter * times as printed,
    'main' as place, 'bench' as locator, null::date as as_of, '' as note, false as is_override
from spread;
