-- The warehouse: tables, and what every table and column means.
-- Uniqueness is checked by the ETL: a primary key makes the load five times slower and the file fourteen times larger.

create table build (
    build_id         varchar,
    built_at         timestamp,
    inputs_sha256    varchar,
    reports          integer,
    figures          integer,
    indicator_values integer,
    rejected         integer
);
comment on table build is 'One row: what this build is made of.';
comment on column build.build_id is 'Name of the build: the first 12 digits of inputs_sha256';
comment on column build.built_at is 'When the build was made (UTC)';
comment on column build.inputs_sha256 is 'Checksum of all inputs: reports, registry, rules';
comment on column build.reports is 'Reports loaded';
comment on column build.figures is 'Figures as reported';
comment on column build.indicator_values is 'Values computed, rows without a value included';
comment on column build.rejected is 'Report folders left out because of an error';

create table build_input (
    path   varchar,
    sha256 varchar
);
comment on table build_input is 'What this build was made from: a checksum of each report folder, review and reference file.';
comment on column build_input.path is 'reports/<report>, reports/<report>/review.jsonl, reference/<file>, or code';
comment on column build_input.sha256 is 'Checksum of the folder''s files, of the file, or of the ETL''s own rules';

create table unit (
    unit_id     varchar,
    gso_code    varchar,
    name        varchar,
    name_search varchar,
    level       varchar,
    parent_id   varchar,
    province_id varchar,
    district_id varchar,
    valid_from  date,
    valid_to    date
);
comment on table unit is 'Administrative units of both eras; identity is code and era, never the code alone.';
comment on column unit.unit_id is 'GSO code with its era: 25834@2004, 12148@2025';
comment on column unit.gso_code is 'Code of the General Statistics Office; re-used in 2025';
comment on column unit.name is 'Official name with its kind, NFC';
comment on column unit.name_search is 'Name without accents, lower case, đ as d';
comment on column unit.level is 'province, district or commune';
comment on column unit.parent_id is 'unit_id of the unit above; null for a province';
comment on column unit.province_id is 'unit_id of the province';
comment on column unit.district_id is 'unit_id of the district; null where there is none';
comment on column unit.valid_from is 'First day of the unit';
comment on column unit.valid_to is 'Last day of the unit; null while it exists';

create table unit_lineage (
    from_unit_id varchar,
    to_unit_id   varchar,
    divided      boolean,
    is_default   boolean
);
comment on table unit_lineage is 'What became of each unit on 1 July 2025.';
comment on column unit_lineage.from_unit_id is 'Unit before';
comment on column unit_lineage.to_unit_id is 'Unit after';
comment on column unit_lineage.divided is 'True where the unit before went to several';
comment on column unit_lineage.is_default is 'True for the successor that took most of it';

create table period (
    period_id     varchar,
    kind          varchar,
    year          integer,
    label_vi      varchar,
    label_en      varchar,
    nominal_start date,
    nominal_end   date,
    due_on        date
);
comment on table period is 'Reporting periods; labels decide the period, never the window.';
comment on column period.period_id is '2024-Q3, 2023-H1, 2023-9M, 2023';
comment on column period.kind is 'quarter, half_year, nine_months, year';
comment on column period.year is 'Reform year, 15 December before to 14 December';
comment on column period.label_vi is 'Label in Vietnamese';
comment on column period.label_en is 'Label in English';
comment on column period.nominal_start is 'First day by the rule';
comment on column period.nominal_end is 'Last day by the rule';
comment on column period.due_on is 'Day the report is due by the rule: the 20th of the last month';

create table measure (
    measure       varchar,
    name_vi       varchar,
    name_en       varchar,
    unit          varchar,
    kind          varchar,
    appendix_code varchar,
    staff_group   varchar,
    dimension     varchar,
    level         varchar
);
comment on table measure is 'What can be counted.';
comment on column measure.measure is 'Code';
comment on column measure.name_vi is 'Name in Vietnamese';
comment on column measure.name_en is 'Name in English';
comment on column measure.unit is 'Unit of measure';
comment on column measure.kind is 'flow, stock, computed, printed_rate or flag';
comment on column measure.appendix_code is 'Row of the Ministry''s statistical appendix';
comment on column measure.staff_group is 'cadre, civil_servant, cadre_civil_servant, part_time; null for other measures';
comment on column measure.dimension is 'education, political, state_management, skill; null for other measures';
comment on column measure.level is 'Level of the qualification; null for other measures';

create table measure_formula (
    measure     varchar,
    alternative integer,
    term        varchar,
    coefficient integer,
    terms       integer
);
comment on table measure_formula is 'How a measure follows from others where it is not printed: one row a term.';
comment on column measure_formula.measure is 'Measure that follows';
comment on column measure_formula.alternative is 'Order of preference, from 0';
comment on column measure_formula.term is 'Measure summed';
comment on column measure_formula.coefficient is '+1 or -1';
comment on column measure_formula.terms is 'Terms of the alternative; all have to be there';

create table indicator (
    indicator_id    varchar,
    theme           varchar,
    name_vi         varchar,
    name_en         varchar,
    rule            varchar,
    definition      varchar,
    definition_vi   varchar,
    definition_en   varchar,
    source_vi       varchar,
    source_en       varchar,
    polarity        varchar,
    is_default      boolean,
    min_denominator integer,
    headline        integer,
    staff_group     varchar,
    dimension       varchar,
    levels          varchar[]
);
comment on table indicator is 'Rates over measures, as the registry defines them.';
comment on column indicator.indicator_id is 'Code';
comment on column indicator.theme is 'online, on_time, staff or other';
comment on column indicator.name_vi is 'Name in Vietnamese';
comment on column indicator.name_en is 'Name in English';
comment on column indicator.rule is 'ratio or staff_share';
comment on column indicator.definition is 'Code of the denominator in use';
comment on column indicator.definition_vi is 'Definition in Vietnamese';
comment on column indicator.definition_en is 'Definition in English';
comment on column indicator.source_vi is 'Source in law or method, Vietnamese';
comment on column indicator.source_en is 'Source in law or method, English';
comment on column indicator.polarity is 'up_is_good, down_is_good or neutral';
comment on column indicator.is_default is 'The theme''s default definition';
comment on column indicator.min_denominator is 'Below it a rate is marked and not ranked; 0 for none';
comment on column indicator.headline is 'Order on the scorecard; 0 for not on it';
comment on column indicator.staff_group is 'staff_share: the group';
comment on column indicator.dimension is 'staff_share: the dimension';
comment on column indicator.levels is 'staff_share: the levels that count';

create table indicator_term (
    indicator_id varchar,
    side         varchar,
    term         varchar,
    coefficient  integer,
    terms        integer
);
comment on table indicator_term is 'Numerator and denominator of the ratios: one row a term.';
comment on column indicator_term.indicator_id is 'Indicator';
comment on column indicator_term.side is 'numerator or denominator';
comment on column indicator_term.term is 'Measure summed';
comment on column indicator_term.coefficient is '+1 or -1';
comment on column indicator_term.terms is 'Terms of the side; all have to be there';

create table target (
    indicator_id varchar,
    level        varchar,
    unit_id      varchar,
    year         integer,
    value        double,
    source_vi    varchar,
    source_en    varchar
);
comment on table target is 'What an indicator should reach: data, with its source.';
comment on column target.indicator_id is 'Indicator';
comment on column target.level is 'national, province, district or unit';
comment on column target.unit_id is 'Unit the target is for, with all that lie in it but for level unit; null for a national one';
comment on column target.year is 'Reform year';
comment on column target.value is 'Target in per cent';
comment on column target.source_vi is 'Source in Vietnamese';
comment on column target.source_en is 'Source in English';

create table due_date (
    unit_id   varchar,
    part      varchar,
    day       integer,
    source_vi varchar,
    source_en varchar
);
comment on table due_date is 'Local days on which reports are due: the nearest place counts, then the rule (the 20th).';
comment on column due_date.unit_id is 'Unit the day holds for, with all that lie in it';
comment on column due_date.part is 'Q1, Q2, Q3, Q4, H1, 9M, year, or * for every part that has no row of its own';
comment on column due_date.day is 'Day of the last month of the period, 1 to 28';
comment on column due_date.source_vi is 'Source in Vietnamese';
comment on column due_date.source_en is 'Source in English';

create table peer_group (
    group_id varchar,
    name_vi  varchar,
    name_en  varchar,
    unit_id  varchar
);
comment on table peer_group is 'Groups of units that an office holds to be similar: one row a member.';
comment on column peer_group.group_id is 'Code of the group';
comment on column peer_group.name_vi is 'Name of the group in Vietnamese';
comment on column peer_group.name_en is 'Name of the group in English';
comment on column peer_group.unit_id is 'Member';

create table report (
    report_id         varchar,
    source            varchar,
    unit_id           varchar,
    period_id         varchar,
    label             varchar,
    number            varchar,
    signed_on         date,
    window_start      date,
    window_end        date,
    effective_start   date,
    effective_end     date,
    received_on       date,
    due_on            date,
    is_late           boolean,
    status            varchar,
    file_name         varchar,
    file_sha256       varchar,
    pages             integer,
    supersedes        varchar,
    is_superseded     boolean,
    other_units_named varchar[],
    entered_by        varchar,
    note              varchar
);
comment on table report is 'Reports received.';
comment on column report.report_id is 'Name of the report''s folder';
comment on column report.source is 'report, portal or demo; never mixed';
comment on column report.unit_id is 'Unit that reports';
comment on column report.period_id is 'Period by the report''s label';
comment on column report.label is 'Period as printed';
comment on column report.number is 'Number of the document; null where it has none';
comment on column report.signed_on is 'Date of the document';
comment on column report.window_start is 'First day covered, as printed; null where not printed';
comment on column report.window_end is 'Last day covered, as printed';
comment on column report.effective_start is 'First day used to compare: printed, else nominal';
comment on column report.effective_end is 'Last day used to compare: printed, else nominal, capped by the date of signing';
comment on column report.received_on is 'Day it came in; null where unknown';
comment on column report.due_on is 'Day the report was due: the local day, else the rule';
comment on column report.is_late is 'Received after due_on; null where unknown';
comment on column report.status is 'provisional, checked or locked';
comment on column report.file_name is 'Source file';
comment on column report.file_sha256 is 'Checksum of the source file';
comment on column report.pages is 'Pages of the source file';
comment on column report.supersedes is 'Report that this one replaces';
comment on column report.is_superseded is 'True where another report replaces this one';
comment on column report.other_units_named is 'Other units named in the text';
comment on column report.entered_by is 'Who entered it';
comment on column report.note is 'Remark';

create table figure (
    source      varchar,
    report_id   varchar,
    unit_id     varchar,
    period_id   varchar,
    measure     varchar,
    scope       varchar,
    seq         integer,
    value       double,
    qualifier   varchar,
    printed     varchar,
    place       varchar,
    locator     varchar,
    as_of       date,
    note        varchar,
    is_override boolean,
    is_counted  boolean,
    is_computed boolean,
    is_derived  boolean,
    corrected_from double,
    review         varchar
);
comment on table figure is 'Every statement of every report, and what follows from them. One row a statement; in runs sorted by unit.';
comment on column figure.source is 'report, portal or demo';
comment on column figure.report_id is 'Report; for a derived figure the closing report';
comment on column figure.unit_id is 'Unit';
comment on column figure.period_id is 'Period; the derived quarter for a derived figure';
comment on column figure.measure is 'Measure, or printed_rate.<indicator>, printed_share.<measure>';
comment on column figure.scope is 'own, communes or total; never added up';
comment on column figure.seq is 'Order of the statement among those of its measure and scope; -1 for computed figures';
comment on column figure.value is 'Value in the measure''s unit; null where it cannot be read';
comment on column figure.qualifier is 'exact, at_least, at_most or about';
comment on column figure.printed is 'The number as printed';
comment on column figure.place is 'main, appendix or summary; null for computed figures';
comment on column figure.locator is 'Where in the report';
comment on column figure.as_of is 'Day the figure is dated';
comment on column figure.note is 'Remark of the transcriber';
comment on column figure.is_override is 'Chosen by hand, with a reason in note, or corrected by a review';
comment on column figure.is_counted is 'The one row of its measure and scope that counts';
comment on column figure.is_computed is 'Follows by an identity such as a sum of parts';
comment on column figure.is_derived is 'Of a quarter that follows from cumulative reports';
comment on column figure.corrected_from is 'Value as transcribed, where a review corrected or rejected it';
comment on column figure.review is 'confirmed, corrected or rejected by a review; null where nobody did, or it was taken back';

create table review_line (
    report_id varchar,
    seq       integer,
    "at"      timestamp,
    officer   varchar,
    action    varchar,
    measure   varchar,
    scope     varchar,
    statement integer,
    before    double,
    after     double,
    reason    varchar
);
comment on table review_line is 'What officers did to reports: one row a line of review.jsonl.';
comment on column review_line.report_id is 'Report';
comment on column review_line.seq is 'Number of the line, from 1';
comment on column review_line.at is 'When it was saved (UTC)';
comment on column review_line.officer is 'Name of the officer';
comment on column review_line.action is 'confirm, correct, reject, restore, check, lock, unlock or reopen';
comment on column review_line.measure is 'Measure of the figure; empty for actions on the report';
comment on column review_line.scope is 'Scope of the figure; empty for actions on the report';
comment on column review_line.statement is 'figure.seq of the figure; null for actions on the report';
comment on column review_line.before is 'Value that counted before; null where it could not be read';
comment on column review_line.after is 'Value from then on; null where rejected';
comment on column review_line.reason is 'Why';

create table derivable (
    source         varchar,
    unit_id        varchar,
    period_id      varchar,
    closing_report varchar,
    minus_reports  varchar[],
    opening_report varchar,
    window_start   date,
    window_end     date
);
comment on table derivable is 'Quarters that nobody reported and that follow from cumulative reports whose windows fit.';
comment on column derivable.source is 'report, portal or demo';
comment on column derivable.unit_id is 'Unit';
comment on column derivable.period_id is 'Derived quarter';
comment on column derivable.closing_report is 'Cumulative report that ends with the quarter';
comment on column derivable.minus_reports is 'Reports to subtract';
comment on column derivable.opening_report is 'Report whose pending dossiers were carried over';
comment on column derivable.window_start is 'First day of the quarter that follows';
comment on column derivable.window_end is 'Last day of the quarter that follows';

create table indicator_value (
    source         varchar,
    unit_id        varchar,
    scope          varchar,
    period_id      varchar,
    indicator_id   varchar,
    numerator      double,
    denominator    double,
    value          double,
    is_lower_bound boolean,
    printed_value  double,
    is_derived     boolean,
    window_start   date,
    window_end     date,
    window_printed boolean,
    status         varchar,
    report_id      varchar
);
comment on table indicator_value is 'One rate of one unit, scope and period: what nearly every page asks. Sorted by indicator, unit, period.';
comment on column indicator_value.source is 'report, portal or demo';
comment on column indicator_value.unit_id is 'Unit';
comment on column indicator_value.scope is 'own, communes or total';
comment on column indicator_value.period_id is 'Period';
comment on column indicator_value.indicator_id is 'Indicator';
comment on column indicator_value.numerator is 'Count above the line';
comment on column indicator_value.denominator is 'Count below the line';
comment on column indicator_value.value is 'Per cent, 0 to 100; null where the counts are not there';
comment on column indicator_value.is_lower_bound is 'The report covers only part: at least this';
comment on column indicator_value.printed_value is 'The rate as the report prints it; never used in a value';
comment on column indicator_value.is_derived is 'Of a derived quarter';
comment on column indicator_value.window_start is 'First day covered, used to compare';
comment on column indicator_value.window_end is 'Last day covered, used to compare';
comment on column indicator_value.window_printed is 'The report prints its window';
comment on column indicator_value.status is 'Status of the report';
comment on column indicator_value.report_id is 'Report, or the closing report of a derived quarter';

create table rule (
    rule     varchar,
    turn     integer,
    kind     varchar,
    severity varchar,
    name_vi  varchar,
    name_en  varchar,
    covers   boolean
);
comment on table rule is 'What figures have to keep, as the registry says it.';
comment on column rule.rule is 'Code';
comment on column rule.turn is 'Order in the registry';
comment on column rule.kind is 'How it is judged';
comment on column rule.severity is 'error (cannot be true), warning or info';
comment on column rule.name_vi is 'What has to hold, in Vietnamese';
comment on column rule.name_en is 'What has to hold, in English';
comment on column rule.covers is 'A figure that took part counts as checked; false for rules about how it is written';

create table finding (
    finding_id    varchar,
    report_id     varchar,
    source        varchar,
    unit_id       varchar,
    period_id     varchar,
    rule          varchar,
    severity      varchar,
    scope         varchar,
    measures      varchar[],
    indicator_ids varchar[],
    message_vi    varchar,
    message_en    varchar,
    expected      double,
    found         double,
    left_place    varchar,
    right_place   varchar,
    left_said     struct(report_id varchar, measure varchar, scope varchar, seq integer)[],
    right_said    struct(report_id varchar, measure varchar, scope varchar, seq integer)[]
);
comment on table finding is 'What does not hold, with both figures and both places.';
comment on column finding.finding_id is 'The same in every build while the same rule fails on the same figures';
comment on column finding.report_id is 'Report';
comment on column finding.source is 'report, portal or demo; null for a report that was left out';
comment on column finding.unit_id is 'Unit of the report; null for a report that was left out';
comment on column finding.period_id is 'Period of the report; null for a report that was left out';
comment on column finding.rule is 'Rule; left_out for a report that could not be loaded';
comment on column finding.severity is 'error, warning or info';
comment on column finding.scope is 'own, communes or total';
comment on column finding.measures is 'Figures that do not hold; none where the report as a whole is meant';
comment on column finding.indicator_ids is 'Indicators whose value in this scope rests on one of these figures';
comment on column finding.message_vi is 'Sentence in Vietnamese';
comment on column finding.message_en is 'Sentence in English';
comment on column finding.expected is 'What the rule expects: the right side';
comment on column finding.found is 'What is there: the left side';
comment on column finding.left_place is 'Where the left side stands in the report';
comment on column finding.right_place is 'Where the right side stands; begins with the id of another report if it is there';
comment on column finding.left_said is 'The statements (keys of figure) that make up the left side';
comment on column finding.right_said is 'Those that make up the right side, maybe of other reports of the unit';

create table rule_outcome (
    report_id varchar,
    rule      varchar,
    outcome   varchar,
    passed    integer,
    failed    integer
);
comment on table rule_outcome is 'What each rule said of each report.';
comment on column rule_outcome.report_id is 'Report';
comment on column rule_outcome.rule is 'Rule';
comment on column rule_outcome.outcome is 'failed, passed, or not_applicable where what the rule compares is not there';
comment on column rule_outcome.passed is 'How often the rule held in the report';
comment on column rule_outcome.failed is 'How often it did not';

create table checked (
    report_id varchar,
    measure   varchar,
    scope     varchar,
    rules     varchar[]
);
comment on table checked is 'Printed figures that took part in at least one rule; those not here were held against nothing.';
comment on column checked.report_id is 'Report';
comment on column checked.measure is 'Measure';
comment on column checked.scope is 'own, communes or total';
comment on column checked.rules is 'Rules that looked at it';
