-- Statements of both builds ("earlier", "later"): measures and scopes of a report of which one differs.
select
    coalesce(earlier.report_id, later.report_id) as report_id,
    coalesce(earlier.measure, later.measure) as measure,
    coalesce(earlier.scope, later.scope) as scope,
    bool_or(
        earlier.review is distinct from later.review
        or earlier.corrected_from is distinct from later.corrected_from
        or (later.corrected_from is not null and earlier.value is distinct from later.value)
    ) as is_reviewed
from earlier
full join later using (report_id, measure, scope, seq)
where round(earlier.value, 9) is distinct from round(later.value, 9)
    or earlier.qualifier is distinct from later.qualifier
    or earlier.is_counted is distinct from later.is_counted
    or earlier.review is distinct from later.review
    or earlier.corrected_from is distinct from later.corrected_from
group by all
order by all;
