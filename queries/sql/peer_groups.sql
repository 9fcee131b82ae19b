-- Question: which groups of similar units has the registry, and who is in them?
-- Parameters: none
-- Columns: group_id, name_vi, name_en, unit_id
-- One row a member; a member may be a unit that no source has reports of.
select group_id, name_vi, name_en, unit_id
from peer_group
order by name_vi collate vi, group_id, unit_id;
