-- Question: which units of the national list have this text in their name?
-- Parameters: $query, $limit
-- Columns: unit_id, name, level, district, province, valid_from, valid_to, reports
-- `$query` is folded: no accents, lower case.
select
    unit.unit_id, unit.name, unit.level, district.name as district, province.name as province,
    unit.valid_from, unit.valid_to,
    (select count(*) from report where report.unit_id = unit.unit_id) as reports
from unit
left join unit as district on district.unit_id = unit.district_id
left join unit as province on province.unit_id = unit.province_id
where contains(unit.name_search, $query) and $query != ''
order by reports desc, length(unit.name_search), unit.name collate vi, unit.unit_id
limit $limit;
