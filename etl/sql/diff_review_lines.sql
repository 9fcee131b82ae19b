-- What officers did to some reports ($reports).
select report_id, seq, "at", coalesce(officer, '') as officer, action, coalesce(measure, '') as measure,
    coalesce(scope, '') as scope, statement, after, coalesce(reason, '') as reason
from review_line
where report_id in (select unnest($reports::varchar[]))
order by report_id, seq;
