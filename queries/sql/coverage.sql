-- Question: who reported which period: reported, late, derived?
-- Parameters: $source, $periods (list), $units (list)
-- Columns: unit_id, period_id, state, received_on, due_on, report_id, status, window_start, window_end
-- `state` is reported, late or derived; a derived quarter's report is its closing report, and its day
-- the rule's: nobody owes it.
select
    report.unit_id, report.period_id,
    case when report.is_late then 'late' else 'reported' end as state,
    report.received_on, report.due_on, report.report_id, report.status,
    report.effective_start as window_start, report.effective_end as window_end
from report
where report.source = $source and not report.is_superseded
    and report.period_id in (select unnest($periods::varchar[]))
    and report.unit_id in (select unnest($units::varchar[]))

union all

select
    derivable.unit_id, derivable.period_id, 'derived', null, period.due_on, derivable.closing_report, report.status,
    derivable.window_start, derivable.window_end
from derivable
join period using (period_id)
join report on report.report_id = derivable.closing_report
where derivable.source = $source
    and derivable.period_id in (select unnest($periods::varchar[]))
    and derivable.unit_id in (select unnest($units::varchar[]))
order by 1, 2;
