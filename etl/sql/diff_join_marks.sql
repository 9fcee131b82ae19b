-- Checksums of units of both builds ("earlier", "later"): the units whose checksum differs.
select coalesce(earlier.unit_id, later.unit_id) as unit_id
from earlier
full join later using (unit_id)
where earlier.mark is distinct from later.mark;
