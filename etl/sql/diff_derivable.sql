-- The reports behind the derived quarters of some units ($units).
select
    source, unit_id, period_id,
    list_distinct(list_concat([closing_report, opening_report], minus_reports)) as reports
from derivable
where unit_id in (select unnest($units::varchar[]));
