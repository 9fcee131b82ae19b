-- Question: what do figures have to keep?
-- Parameters: none
-- Columns: rule, kind, severity, name_vi, name_en, covers
select rule, kind, severity, name_vi, name_en, covers
from rule
order by turn;
