-- Question: which reports of these units are loaded from a source?
-- Parameters: $source, $units (list)
-- Columns: report_id, unit_id, unit, district, province, period_id, number, signed_on, window_start, window_end,
--   received_on, is_late, status, file_name, file_sha256, figures
select
    report.report_id, report.unit_id, unit.name as unit, district.name as district, province.name as province,
    report.period_id, report.number, report.signed_on, report.window_start, report.window_end, report.received_on,
    report.is_late, report.status, report.file_name, report.file_sha256,
    (select count(*) from figure where figure.report_id = report.report_id and not is_computed and not is_derived)
        as figures
from report
join unit using (unit_id)
join period using (period_id)
left join unit as district on district.unit_id = unit.district_id
left join unit as province on province.unit_id = unit.province_id
where report.source = $source and not report.is_superseded
    and report.unit_id in (select unnest($units::varchar[]))
order by unit.name collate vi, unit.unit_id, period.nominal_end;
