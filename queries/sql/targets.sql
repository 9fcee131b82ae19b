-- Question: which targets are there?
-- Parameters: none
-- Columns: indicator_id, level, unit_id, year, value, source_vi, source_en
select indicator_id, level, unit_id, year, value, source_vi, source_en
from target
order by indicator_id, year, level, unit_id;
