-- Question: which places have a day of their own on which reports are due?
-- Parameters: none
-- Columns: unit_id, part, day, source_vi, source_en
-- `part` is Q1 … Q4, H1, 9M, year, or * for every part without a row of its own; see domain.due for which row counts.
select unit_id, part, day, source_vi, source_en
from due_date
order by unit_id, part;
