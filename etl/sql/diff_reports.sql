-- All reports.
select
    report_id, source, unit_id, period_id, status, supersedes, is_superseded, effective_start, effective_end
from report;
