-- Figures or values of both builds ("earlier", "later"): those that differ.
select
    coalesce(earlier.source, later.source) as source,
    coalesce(earlier.unit_id, later.unit_id) as unit_id,
    coalesce(earlier.period_id, later.period_id) as period_id,
    coalesce(earlier.scope, later.scope) as scope,
    coalesce(earlier.item, later.item) as item,
    earlier.value as before, later.value as after,
    earlier.qualifier as before_qualifier, later.qualifier as after_qualifier,
    earlier.report_id as before_report, later.report_id as after_report,
    coalesce(earlier.is_derived, false) as before_derived, coalesce(later.is_derived, false) as after_derived
from earlier
full join later using (source, unit_id, period_id, scope, item)
where round(earlier.value, 9) is distinct from round(later.value, 9) or earlier.qualifier is distinct from later.qualifier
order by unit_id, period_id, item, scope;
