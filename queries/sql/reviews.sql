-- Question: what did officers do to the reports of a source, the latest first?
-- Parameters: $source
-- Columns: report_id, unit_id, unit, period_id, seq, at, officer, action, measure, name_vi, name_en, scope, statement,
--   before, after, reason
select
    review_line.report_id, report.unit_id, unit.name as unit, report.period_id, review_line.seq, review_line.at,
    review_line.officer, review_line.action, review_line.measure, measure.name_vi, measure.name_en, review_line.scope,
    review_line.statement, review_line.before, review_line.after, review_line.reason
from review_line
join report using (report_id)
join unit using (unit_id)
left join measure on measure.measure = review_line.measure
where report.source = $source
order by review_line.at desc, review_line.report_id, review_line.seq desc;
