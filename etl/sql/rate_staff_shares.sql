-- Rates of the rule `staff_share`, from qualification tables. Per group: the people of the levels that count over the sum
-- of all levels if that sum is a headcount printed for the group; else over the table heading's headcount, else over
-- those present, and then the rate is a lower bound, because a level that is not printed is not known to be 0.
-- Cadres and civil servants together: the combined levels if printed, else both groups, both needed. A level that is "at
-- most", or a headcount that is bounded, makes no rate.
create or replace temp table staff_share as
with
statement_of as (
    select
        figure.source, figure.report_id, figure.unit_id, figure.period_id, figure.scope, figure.is_derived,
        figure.value, figure.qualifier, figure.is_counted,
        measure.staff_group, measure.dimension, measure.level
    from figure
    join measure using (measure)
    where measure.staff_group is not null and figure.value is not null
),

levels as (
    select
        source, report_id, unit_id, period_id, scope, is_derived, staff_group, dimension,
        sum(value) as level_sum,
        bool_or(qualifier != 'exact') as is_bounded
    from statement_of
    where is_counted and level != 'headcount' and dimension in ('education', 'political', 'state_management')
    group by all
),

printed_headcounts as (
    select report_id, period_id, scope, staff_group, list(distinct value) as headcounts
    from statement_of
    where level in ('headcount', 'present') and qualifier = 'exact'
    group by all
),

heading as (
    select report_id, period_id, scope, staff_group, dimension, value from statement_of
    where is_counted and level = 'headcount' and qualifier in ('exact', 'about')
),

present as (
    select report_id, period_id, scope, staff_group, value from statement_of
    where is_counted and level = 'present' and qualifier in ('exact', 'about')
),

headcount as (
    select
        levels.*,
        coalesce(list_contains(printed_headcounts.headcounts, level_sum), false) and not is_bounded as adds_up,
        case when adds_up then level_sum else coalesce(heading.value, present.value) end as denominator
    from levels
    left join printed_headcounts using (report_id, period_id, scope, staff_group)
    left join heading using (report_id, period_id, scope, staff_group, dimension)
    left join present using (report_id, period_id, scope, staff_group)
),

group_people as (
    select
        headcount.source, headcount.report_id, headcount.unit_id, headcount.period_id, headcount.scope,
        headcount.is_derived, headcount.staff_group, headcount.dimension, headcount.denominator, headcount.adds_up,
        wanted.levels,
        sum(statement_of.value) filter (where list_contains(wanted.levels, statement_of.level)) as people,
        coalesce(
            bool_or(list_contains(wanted.levels, statement_of.level) and statement_of.qualifier = 'at_most'), false
        ) as is_at_most
    from headcount
    join (select distinct dimension, levels from indicator where rule = 'staff_share') as wanted using (dimension)
    left join statement_of
        on statement_of.report_id = headcount.report_id
        and statement_of.period_id = headcount.period_id
        and statement_of.scope = headcount.scope
        and statement_of.staff_group = headcount.staff_group
        and statement_of.dimension = headcount.dimension
        and statement_of.is_counted
    group by all
),

group_share as (
    select
        * exclude (people, is_at_most),
        case when is_at_most then null when adds_up then coalesce(people, 0) else people end as numerator
    from group_people
),

both_groups as (
    select
        source, report_id, unit_id, period_id, scope, is_derived, 'cadre_civil_servant' as staff_group, dimension,
        sum(denominator) as denominator, bool_and(adds_up) as adds_up, levels,
        sum(numerator) as numerator
    from group_share
    where staff_group in ('cadre', 'civil_servant')
    group by all
    having count(*) = 2 and count(numerator) = 2 and count(denominator) = 2
),

offered as (
    select *, 0 as preference from group_share

    union all by name

    select *, 1 as preference from both_groups
),

shares as (
    select * from offered
    qualify row_number() over (
        partition by report_id, period_id, scope, staff_group, dimension, levels
        order by (numerator is null or denominator is null), preference
    ) = 1
)

select
    shares.source, shares.report_id, shares.unit_id, shares.period_id, shares.scope, shares.is_derived,
    indicator.indicator_id, shares.numerator, shares.denominator, not shares.adds_up as is_lower_bound
from shares
join indicator
    on indicator.rule = 'staff_share'
    and indicator.staff_group = shares.staff_group
    and indicator.dimension = shares.dimension
    and indicator.levels = shares.levels;
