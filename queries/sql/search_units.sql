-- Question: which units of the national list have this text in their name, and what became of them on 1 July 2025?
-- Parameters: $query, $limit
-- Columns: unit_id, name, level, district, province, valid_from, valid_to, reports, successors, divided, predecessors, parts
-- `$query` is folded: no accents, lower case. A unit of today is found by the names of its predecessors too, and stands
-- after them. `successors` are names, the main one first; `parts` says of each of `predecessors` if others have parts of it.
with
named as (
    select
        unit_id, length(name_search) as far,
        (select count(*) from report where report.unit_id = unit.unit_id) as reports
    from unit
    where contains(name_search, $query) and $query != ''
),

found as (
    select unit_id, far, reports, false as is_led
    from named

    union all

    select unit_lineage.to_unit_id, named.far, named.reports, true
    from named
    join unit_lineage on unit_lineage.from_unit_id = named.unit_id
),

ordered as (
    select unit_id, max(reports) as reports, min(far) as far, bool_and(is_led) as is_led
    from found
    group by unit_id
    order by reports desc, far, is_led, unit_id
    limit $limit
),

after as (
    select
        unit_lineage.from_unit_id as unit_id,
        list(unit.name order by unit_lineage.is_default desc, unit.name) as successors
    from unit_lineage
    join unit on unit.unit_id = unit_lineage.to_unit_id
    where unit_lineage.from_unit_id in (select unit_id from ordered)
    group by unit_lineage.from_unit_id
),

before as (
    select
        unit_lineage.to_unit_id as unit_id,
        list(unit.name order by unit.name, unit.unit_id) as predecessors,
        list(unit_lineage.divided order by unit.name, unit.unit_id) as parts
    from unit_lineage
    join unit on unit.unit_id = unit_lineage.from_unit_id
    where unit_lineage.to_unit_id in (select unit_id from ordered)
    group by unit_lineage.to_unit_id
)

select
    unit.unit_id, unit.name, unit.level, district.name as district, province.name as province,
    unit.valid_from, unit.valid_to,
    (select count(*) from report where report.unit_id = unit.unit_id) as reports,
    coalesce(after.successors, []) as successors,
    len(coalesce(after.successors, [])) > 1 as divided,
    coalesce(before.predecessors, []) as predecessors,
    coalesce(before.parts, []) as parts
from ordered
join unit using (unit_id)
left join unit as district on district.unit_id = unit.district_id
left join unit as province on province.unit_id = unit.province_id
left join after on after.unit_id = unit.unit_id
left join before on before.unit_id = unit.unit_id
order by ordered.reports desc, ordered.far, ordered.is_led, unit.name collate vi, unit.unit_id;
