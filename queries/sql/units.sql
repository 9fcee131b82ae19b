-- Question: which units are there to choose from a source: those that reported, and their place in the country?
-- Parameters: $source
-- Columns: unit_id, gso_code, name, name_search, level, district_id, district, province_id, province, valid_from, valid_to
select
    unit.unit_id, unit.gso_code, unit.name, unit.name_search, unit.level,
    unit.district_id, district.name as district,
    unit.province_id, province.name as province,
    unit.valid_from, unit.valid_to
from unit
left join unit as district on district.unit_id = unit.district_id
left join unit as province on province.unit_id = unit.province_id
where unit.unit_id in (select unit_id from report where source = $source)
order by
    case unit.level when 'province' then 0 when 'district' then 1 else 2 end,
    regexp_replace(unit.name, '^(Xã|Phường|Thị trấn|Đặc khu|Huyện|Quận|Thị xã|Thành phố|Tỉnh) (\D)', '\2') collate vi,
    unit.unit_id;
