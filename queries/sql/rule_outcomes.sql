-- Question: in how many reports did each rule hold, fail, or have nothing to compare?
-- Parameters: $source, $units (list), $periods (list)
-- Columns: rule, passed, failed, not_applicable
with
asked as (
    select report_id
    from report
    semi join (select unnest($units::varchar[]) as unit_id) as asked_unit using (unit_id)
    semi join (select unnest($periods::varchar[]) as period_id) as asked_period using (period_id)
    where source = $source and not is_superseded
)

select
    rule.rule,
    count(*) filter (where rule_outcome.outcome = 'passed') as passed,
    count(*) filter (where rule_outcome.outcome = 'failed') as failed,
    count(*) filter (where rule_outcome.outcome = 'not_applicable') as not_applicable
from rule
join rule_outcome using (rule)
semi join asked using (report_id)
group by rule.rule, rule.turn
order by rule.turn;
