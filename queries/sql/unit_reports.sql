-- Question: which reports did a unit send, and what are they?
-- Parameters: $source, $unit
-- Columns: report_id, period_id, label, number, signed_on, window_start, window_end, effective_start, effective_end,
--   received_on, is_late, status, file_name, file_sha256, pages, other_units_named, entered_by, note, nominal_start,
--   nominal_end
select
    report.report_id, report.period_id, report.label, report.number, report.signed_on,
    report.window_start, report.window_end, report.effective_start, report.effective_end,
    report.received_on, report.is_late, report.status, report.file_name, report.file_sha256, report.pages,
    report.other_units_named, report.entered_by, report.note, period.nominal_start, period.nominal_end
from report
join period using (period_id)
where report.source = $source and report.unit_id = $unit and not report.is_superseded
order by period.nominal_end, report.report_id;
