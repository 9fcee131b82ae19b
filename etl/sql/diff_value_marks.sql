-- One number a unit: it differs between two builds where any value of the unit does.
select unit_id, bit_xor(hash(
    source, scope, period_id, indicator_id, round(value, 9), is_lower_bound and value is not null, report_id
)) as mark
from indicator_value
group by unit_id;
