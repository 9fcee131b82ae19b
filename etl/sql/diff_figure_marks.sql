-- One number a unit: it differs between two builds where any figure of the unit does, or what a review says of one.
-- The empty second half gives builds from before reviews the columns that they lack.
with
complete as (
    from figure
    union all by name
    select null::double as corrected_from, null::varchar as review where false
)

select unit_id, bit_xor(hash(
    source, report_id, period_id, measure, scope, seq, is_computed, is_derived,
    round(value, 9), qualifier, is_counted, corrected_from, review
)) as mark
from complete
group by unit_id;
