-- The review line that was saved last, of all reports. A figure that was rejected before is what its line before did.
select report_id, seq, coalesce(officer, '') as officer, action, coalesce(measure, '') as measure, before, after,
    coalesce(lag(action) over (partition by report_id, measure, scope, statement order by seq) = 'reject', false)
        as was_rejected
from review_line
order by "at" desc, seq desc, report_id
limit 1;
