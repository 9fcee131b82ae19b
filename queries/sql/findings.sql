-- Question: what does not hold?
-- Parameters: none
-- Columns: report_id, rule, severity, message_vi, message_en, expected, found
select report_id, rule, severity, message_vi, message_en, expected, found
from finding
order by case severity when 'error' then 0 when 'warning' then 1 else 2 end, report_id, rule, message_vi;
