-- The values of some units ($units).
select
    source, unit_id, period_id, scope, indicator_id as item,
    value,
    case when is_lower_bound then 'at_least' else 'exact' end as qualifier,
    report_id,
    is_derived
from indicator_value
where value is not null and unit_id in (select unnest($units::varchar[]));
