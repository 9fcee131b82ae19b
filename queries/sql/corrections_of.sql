-- Question: which figures of these units and periods did an officer correct or reject, and what rests on each?
-- Parameters: $source, $units (list), $periods (list)
-- Columns: report_id, unit_id, period_id, scope, measure, name_vi, name_en, kind, review, before, after, measures,
--   indicator_ids
-- Of a measure that several statements give, only what counts instead of the report's own is told.
-- `before` is what the report says, `after` what counts instead; null where nothing does. `measures` are the measure itself
-- and those computed from it. A rejected statement is told where it would count, had nobody rejected it.
with recursive
reviewed as (
    select report.report_id, report.unit_id, report.period_id
    from report
    semi join (select report_id from review_line where action in ('correct', 'reject')) as line using (report_id)
    semi join (select unnest($units::varchar[]) as unit_id) as asked_unit using (unit_id)
    semi join (select unnest($periods::varchar[]) as period_id) as asked_period using (period_id)
    where report.source = $source and not report.is_superseded
),

own as (
    select
        figure.*,
        case figure.place when 'main' then 0 when 'appendix' then 1 else 2 end as place_order
    from figure
    join reviewed using (report_id, unit_id)
    where not figure.is_derived
),

counted as (
    select * from own where is_counted
),

changed as (
    select report_id, scope, measure, review, corrected_from as before, value as after
    from counted
    where review = 'corrected'

    union all

    select own.report_id, own.scope, own.measure, own.review, own.corrected_from, counted.value
    from own
    left join counted using (report_id, scope, measure)
    where own.review = 'rejected'
        and own.corrected_from is not null
        and (
            counted.seq is null
            or counted.is_computed
            or not counted.is_override and (own.place_order, own.seq) < (counted.place_order, counted.seq)
        )
    qualify row_number() over (partition by own.report_id, own.scope, own.measure order by own.place_order, own.seq) = 1
),

complete as (
    select counted.report_id, counted.scope, formula.measure, formula.alternative
    from measure_formula as formula
    join counted on counted.measure = formula.term
    group by counted.report_id, counted.scope, formula.measure, formula.alternative, formula.terms
    having count(*) = formula.terms
),

used as (
    select complete.report_id, complete.scope, complete.measure, min(complete.alternative) as alternative
    from complete
    join counted using (report_id, scope, measure)
    where counted.is_computed
    group by all
),

rests as (
    select report_id, scope, measure as root, measure from changed

    union

    select rests.report_id, rests.scope, rests.root, formula.measure
    from rests
    join measure_formula as formula on formula.term = rests.measure
    join used
        on used.report_id = rests.report_id
        and used.scope = rests.scope
        and used.measure = formula.measure
        and used.alternative = formula.alternative
),

printed_together as (
    select distinct counted.report_id, counted.scope, measure.dimension
    from counted
    join measure using (measure)
    where measure.staff_group = 'cadre_civil_servant' and measure.level != 'headcount'
),

touched as (
    select rests.report_id, rests.scope, rests.root, indicator_term.indicator_id
    from rests
    join indicator_term on indicator_term.term = rests.measure

    union

    select rests.report_id, rests.scope, rests.root, indicator.indicator_id
    from rests
    join measure using (measure)
    join indicator
        on indicator.rule = 'staff_share'
        and (measure.dimension = indicator.dimension or (measure.dimension is null and measure.level = 'present'))
    left join printed_together
        on printed_together.report_id = rests.report_id
        and printed_together.scope = rests.scope
        and printed_together.dimension = indicator.dimension
    where measure.staff_group = indicator.staff_group
        or (
            indicator.staff_group = 'cadre_civil_servant'
            and measure.staff_group in ('cadre', 'civil_servant')
            and printed_together.report_id is null
        )

    union

    select report_id, scope, root, regexp_replace(root, '^printed_rate\.', '')
    from rests
    where starts_with(root, 'printed_rate.')
),

final as (
    select
        changed.report_id, reviewed.unit_id, reviewed.period_id, changed.scope, changed.measure,
        coalesce(measure.name_vi, indicator.name_vi) as name_vi,
        coalesce(measure.name_en, indicator.name_en) as name_en,
        measure.kind, changed.review, changed.before, changed.after,
        (
            select list(rests.measure order by rests.measure) from rests
            where rests.report_id = changed.report_id and rests.scope = changed.scope and rests.root = changed.measure
        ) as measures,
        (
            select list(touched.indicator_id order by touched.indicator_id) from touched
            where touched.report_id = changed.report_id
                and touched.scope = changed.scope
                and touched.root = changed.measure
        ) as indicator_ids
    from changed
    join reviewed using (report_id)
    left join measure on measure.measure = regexp_replace(changed.measure, '^printed_share\.', '')
    left join indicator on 'printed_rate.' || indicator.indicator_id = changed.measure
)

select
    report_id, unit_id, period_id, scope, measure, name_vi, name_en, kind, review, before, after, measures,
    coalesce(indicator_ids, []) as indicator_ids
from final
order by period_id desc, report_id, scope, measure;
