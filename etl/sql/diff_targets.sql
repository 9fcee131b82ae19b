-- All targets.
select indicator_id, level, coalesce(unit_id, '') as unit_id, year, value from target order by all;
