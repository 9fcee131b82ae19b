-- Reports of both builds ("earlier", "later"): those that differ.
select
    earlier.report_id as before_report_id, later.report_id as after_report_id,
    earlier.source as before_source, later.source as after_source,
    earlier.unit_id as before_unit_id, later.unit_id as after_unit_id,
    earlier.period_id as before_period_id, later.period_id as after_period_id,
    earlier.status as before_status, later.status as after_status,
    earlier.supersedes as before_supersedes, later.supersedes as after_supersedes,
    earlier.is_superseded as before_is_superseded, later.is_superseded as after_is_superseded,
    earlier.effective_start as before_effective_start, later.effective_start as after_effective_start,
    earlier.effective_end as before_effective_end, later.effective_end as after_effective_end
from earlier
full join later using (report_id)
where earlier.source is distinct from later.source
    or earlier.unit_id is distinct from later.unit_id
    or earlier.period_id is distinct from later.period_id
    or earlier.status is distinct from later.status
    or earlier.supersedes is distinct from later.supersedes
    or earlier.is_superseded is distinct from later.is_superseded
    or earlier.effective_start is distinct from later.effective_start
    or earlier.effective_end is distinct from later.effective_end
order by report_id;
