-- What the reports of some units ($units) state, with what a review says of it.
-- The empty second half gives builds from before reviews the columns that they lack.
with
complete as (
    from figure
    union all by name
    select null::double as corrected_from, null::varchar as review where false
)

select
    report_id, measure, scope, seq,
    value,
    coalesce(qualifier, 'exact') as qualifier,
    is_counted, corrected_from, review
from complete
where not is_computed and not is_derived and unit_id in (select unnest($units::varchar[]));
