-- The reports that a build left out because of an error.
select distinct report_id from finding where rule = 'left_out';
