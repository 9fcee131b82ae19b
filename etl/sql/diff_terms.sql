-- What indicators and measures are computed from: a row a term.
select indicator_id as item, side, 0 as alternative, term, coefficient, false as is_measure from indicator_term
union all
select measure, '', alternative, term, coefficient, true from measure_formula
order by all;
