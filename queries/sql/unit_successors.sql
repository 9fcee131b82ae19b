-- Question: what became of this unit on 1 July 2025?
-- Parameters: $unit
-- Columns: unit_id, name, province, divided, is_default
select
    successor.unit_id, successor.name, province.name as province, unit_lineage.divided, unit_lineage.is_default
from unit_lineage
join unit as successor on successor.unit_id = unit_lineage.to_unit_id
left join unit as province on province.unit_id = successor.province_id
where unit_lineage.from_unit_id = $unit
order by unit_lineage.is_default desc, successor.name collate vi, successor.unit_id;
