-- Question: which of today's communes reported to a source, themselves or through a unit that became part of them?
-- Parameters: $source
-- Columns: unit_id, gso_code, name, name_search, level, district_id, district, province_id, province, valid_from, valid_to
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
    unit.unit_id, unit.gso_code, unit.name, unit.name_search, unit.level,
    unit.district_id, district.name as district,
    unit.province_id, province.name as province,
    unit.valid_from, unit.valid_to
from unit
left join unit as district on district.unit_id = unit.district_id
left join unit as province on province.unit_id = unit.province_id
where unit.unit_id in (select unit_id from today) and unit.valid_to is null
order by
    case unit.level when 'province' then 0 when 'district' then 1 else 2 end,
    regexp_replace(unit.name, '^(Xã|Phường|Thị trấn|Đặc khu|Huyện|Quận|Thị xã|Thành phố|Tỉnh) (\D)', '\2') collate vi,
    unit.unit_id;
