-- Question: which measures does each indicator's formula use, and which measures do those follow from?
-- Parameters: none
-- Columns: indicator_id, side, measure, coefficient, used_for, alternative
-- A term of the formula itself has no `used_for`. The other rows say what the measure `used_for` is computed from where it
-- is not printed, by alternative, in order of preference. `check` are the headcounts a table's levels are held against.
with recursive
staff_term as (
    select
        indicator.indicator_id,
        measure.measure,
        measure.staff_group != indicator.staff_group as is_part,
        replace(
            measure.measure, 'staff.' || measure.staff_group || '.', 'staff.' || indicator.staff_group || '.'
        ) as whole,
        measure.level in ('headcount', 'present') as is_headcount,
        list_contains(indicator.levels, measure.level) as counts_above
    from indicator
    join measure
        on (measure.dimension = indicator.dimension or (measure.dimension is null and measure.level = 'present'))
        and (
            measure.staff_group = indicator.staff_group
            or (indicator.staff_group = 'cadre_civil_servant' and measure.staff_group in ('cadre', 'civil_servant'))
        )
    where indicator.rule = 'staff_share'
),

formula_term as (
    select indicator_id, side, term as measure, coefficient, null::varchar as used_for, 0 as alternative
    from indicator_term

    union all

    select
        indicator_id,
        unnest(
            case when is_headcount then ['check'] when counts_above then ['numerator', 'denominator'] else ['denominator'] end
        ),
        measure, 1, case when is_part then whole end, 0
    from staff_term
),

every_term as (
    select * from formula_term

    union

    select
        every_term.indicator_id, every_term.side, measure_formula.term, measure_formula.coefficient,
        measure_formula.measure, measure_formula.alternative
    from every_term
    join measure_formula on measure_formula.measure = every_term.measure
)

select indicator_id, side, measure, coefficient, used_for, alternative
from every_term
order by indicator_id, side desc, used_for nulls first, alternative, coefficient desc, measure;
