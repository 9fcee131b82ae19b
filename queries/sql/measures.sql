-- Question: what can be counted?
-- Parameters: none
-- Columns: measure, name_vi, name_en, unit, kind, appendix_code
select measure, name_vi, name_en, unit, kind, appendix_code
from measure
order by measure;
