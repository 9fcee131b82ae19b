-- Question: which indicators does the registry define, and how?
-- Parameters: none
-- Columns: indicator_id, theme, name_vi, name_en, rule, definition, definition_vi, definition_en, source_vi, source_en,
--   polarity, is_default, min_denominator, headline, staff_group, dimension
select
    indicator_id, theme, name_vi, name_en, rule, definition, definition_vi, definition_en, source_vi, source_en,
    polarity, is_default, min_denominator, headline, staff_group, dimension
from indicator
order by case when headline = 0 then 99 else headline end, indicator_id;
