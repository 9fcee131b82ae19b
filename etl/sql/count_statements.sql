-- Moves the statements of all reports into `figure` and says which one of each measure counts:
-- an override, else main, then appendix, then summary, the first on a tie; never one that cannot be read.
insert into figure
select
    source, report_id, unit_id, period_id, measure, scope, seq, value, qualifier, printed, place, locator, as_of, note,
    is_override,
    value is not null and row_number() over (
        partition by report_id, measure, scope
        order by
            is_override desc,
            value is null,
            case place when 'main' then 0 when 'appendix' then 1 else 2 end,
            seq
    ) = 1 as is_counted,
    false as is_computed,
    false as is_derived
from statement;
