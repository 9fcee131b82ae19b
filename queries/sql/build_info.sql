-- Question: which build is this, and what was left out of it?
-- Parameters: none
-- Columns: build_id, built_at, inputs_sha256, reports, figures, indicator_values, rejected
select build_id, built_at, inputs_sha256, reports, figures, indicator_values, rejected
from build;
