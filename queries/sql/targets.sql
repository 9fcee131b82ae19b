-- Question: which targets are there, whose are they, and which sources have reports of that place or within it?
-- Parameters: none
-- Columns: indicator_id, level, unit_id, unit_name, sources, year, value, source_vi, source_en
with
lies_in as (
    select distinct report.source, unnest([unit.unit_id, unit.district_id, unit.province_id]) as unit_id
    from report
    join unit using (unit_id)
),

reporting as (
    select unit_id, list(source order by source) as sources
    from lies_in
    where unit_id is not null
    group by unit_id
)

select
    target.indicator_id, target.level, target.unit_id, unit.name as unit_name,
    coalesce(reporting.sources, []) as sources,
    target.year, target.value, target.source_vi, target.source_en
from target
left join unit using (unit_id)
left join reporting using (unit_id)
order by target.indicator_id, target.year, target.level, target.unit_id;
