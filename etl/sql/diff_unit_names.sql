-- Names of the units, and the units they lie in.
select unit_id, name, parent_id from unit;
