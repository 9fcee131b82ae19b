-- The counts of staff that each indicator of staff may follow from: those of its table, and the headcounts.
select indicator.indicator_id as item, measure.measure as term
from indicator
join measure on measure.staff_group is not null
    and (measure.dimension is null or measure.dimension = indicator.dimension)
where indicator.rule = 'staff_share';
