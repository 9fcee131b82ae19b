-- All indicators, with whatever columns the build has.
select * from indicator order by indicator_id;
