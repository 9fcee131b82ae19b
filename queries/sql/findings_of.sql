-- Question: what does not hold in the reports of these units and periods, the worst first?
-- Parameters: $source, $units (list), $periods (list)
-- Columns: finding_id, report_id, source, unit_id, period_id, rule, severity, scope, measures, indicator_ids, message_vi,
--   message_en, expected, found, left_place, right_place
select
    finding_id, report_id, source, unit_id, period_id, rule, severity, scope, measures, indicator_ids, message_vi,
    message_en, expected, found, left_place, right_place
from finding
semi join (select unnest($units::varchar[]) as unit_id) as asked_unit using (unit_id)
semi join (select unnest($periods::varchar[]) as period_id) as asked_period using (period_id)
-- What another report replaced stands on no chart any more.
anti join (select report_id from report where is_superseded) as replaced using (report_id)
where source = $source
order by case severity when 'error' then 0 when 'warning' then 1 else 2 end, report_id, rule, scope, message_vi;
