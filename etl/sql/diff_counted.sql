-- The figures of some units ($units) that count, of reports that are not replaced.
select
    figure.source, figure.unit_id, figure.period_id, figure.scope, figure.measure as item,
    figure.value,
    coalesce(figure.qualifier, 'exact') as qualifier,
    figure.report_id,
    figure.is_derived
from figure
join report using (report_id)
where figure.is_counted and figure.value is not null and not report.is_superseded
    and figure.unit_id in (select unnest($units::varchar[]));
