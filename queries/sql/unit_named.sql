-- Question: what is the unit of this code in the national list, of either era, called, and where is it?
-- Parameters: $unit
-- Columns: unit_id, name, level, district, province
select unit.unit_id, unit.name, unit.level, district.name as district, province.name as province
from unit
left join unit as district on district.unit_id = unit.district_id
left join unit as province on province.unit_id = unit.province_id
where unit.unit_id = $unit;
