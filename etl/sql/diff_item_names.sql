-- Names of indicators and measures.
select indicator_id as item, name_vi, name_en from indicator
union all
select measure, name_vi, name_en from measure;
