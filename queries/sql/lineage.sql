-- Question: which units before 1 July 2025 became part of the communes of today that a source knows?
-- Parameters: $source
-- Columns: from_unit_id, from_name, from_district_id, from_district, from_province_id, to_unit_id, to_name,
--   divided, is_default, from_province
-- All predecessors of such a commune, those that never reported too: a sum needs every one of them.
with
reported as (
    select distinct unit_id from report where source = $source
),

today as (
    select unit_id from reported
    union
    select unit_lineage.to_unit_id from unit_lineage join reported on reported.unit_id = unit_lineage.from_unit_id
)

select
    unit_lineage.from_unit_id, before.name as from_name, before.district_id as from_district_id,
    district.name as from_district, before.province_id as from_province_id, unit_lineage.to_unit_id, after.name as to_name,
    unit_lineage.divided, unit_lineage.is_default, province.name as from_province
from unit_lineage
join unit as before on before.unit_id = unit_lineage.from_unit_id
join unit as after on after.unit_id = unit_lineage.to_unit_id
left join unit as district on district.unit_id = before.district_id
left join unit as province on province.unit_id = before.province_id
where unit_lineage.to_unit_id in (select unit_id from today)
order by unit_lineage.to_unit_id, unit_lineage.from_unit_id;
