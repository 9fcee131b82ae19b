"""What the figures mean and where they come from: definitions, rules, reports, units, files, sources."""

from functools import partial

import streamlit as st

from charts import method, method_rules, method_tables
from charts.method_evidence import REAL, Evidence
from charts.spec import TableSpec
from queries.values import export_rows
from ui import data, page
from ui.chart import markdown, show
from ui.find_unit import find_unit
from ui.frame import chosen, switch
from ui.sheet import facts, files, reading_card

view = chosen().view
lang, say = view.lang, view.say


def definitions() -> None:
    asked = st.text_input(
        say("method.search_indicators"), key="method-query", placeholder=say("method.search_placeholder")
    )
    everything = (data.indicators(), data.indicator_terms(), data.measures())
    rows = method.definition_rows(view, *everything, query=asked or "")
    st.caption(say("method.shown", shown=len(rows), total=len(data.indicators())))
    if not rows:
        page.empty(view, "method.none_found", query=asked)
    for row in rows:
        reading_card(str(row["name"]), method.definition_facts(view, row), badge=str(row["theme"]))


def rules() -> None:
    evidence = found_evidence()
    told = method_rules.rules(view, evidence)
    for part in method_rules.PARTS:
        st.subheader(say(f"method.rules_{part}"), anchor=False)
        for rule in (one for one in told if one.part == part):
            reading_card(rule.title, [("", rule.text), (say("rule.example"), rule.example or say("rule.no_example"))])


def found_evidence() -> Evidence:
    cases = [unit_id for unit_id, _ in REAL]
    found = Evidence(
        reports=data.reports("report", cases), periods=data.periods("report"), sources=data.sources(), ask=data
    )
    for unit_id, period_id in REAL:
        found.add(
            (unit_id, period_id), data.unit_values("report", unit_id), data.unit_figures("report", unit_id, period_id)
        )
    simulated = [unit.unit_id for unit in data.units("demo") if unit.level == "commune"][:1]
    periods = [row.period_id for row in data.periods("demo")]
    found.simulated = data.measure_values("demo", [method_rules.DERIVED_MEASURE], periods, simulated)
    return found


def reports() -> None:
    build, loaded, findings = data.build_info(), data.reports(view.source, view.asked_units), data.findings()
    st.subheader(say("method.sources_title"), anchor=False)
    facts(method_tables.source_facts(view, data.sources()))
    st.caption(markdown(method_tables.build_line(view, build)))
    show(TableSpec(method_tables.reports_frame(view, loaded)), key="method-reports", lang=lang)
    out, rest = method_tables.left_out(findings), method_tables.standing(findings, loaded)
    if out:
        table = method_tables.findings_frame(view, "left_out", out, data.rules())
        show(TableSpec(table), key="method-left-out", lang=lang)
    else:
        st.success(say("method.nothing_left_out"), icon=":material/check:")
    if rest:
        table = method_tables.findings_frame(view, "findings", rest, data.rules())
        show(TableSpec(table), key="method-findings", lang=lang)
    else:
        page.empty(view, "method.no_findings")


def downloads() -> None:
    st.markdown(markdown(say("method.downloads_hint", source=say(f"source.{view.source}"))))
    house = data.warehouse()
    terms, measures = data.indicator_terms(), data.measures()
    definition_rows = partial(method.definition_rows, view, data.indicators(), terms, measures)
    makers = {
        "values": lambda: method_tables.export_frame(view, "values", export_rows(house, "values", view.source)),
        "figures": lambda: method_tables.export_frame(view, "figures", export_rows(house, "figures", view.source)),
        "report_list": lambda: method_tables.reports_export(view, data.reports(view.source, view.asked_units)),
        "units": lambda: method_tables.units_export(view, data.units(view.source)),
        "definitions": lambda: method.definitions_frame(view, definition_rows()),
    }
    for name, make in makers.items():
        st.subheader(say(f"method.table.{name}"), anchor=False)
        st.caption(markdown(say(f"method.about.{name}", source=say(f"source.{view.source}"))))
        files(make, f"cchc_{view.source}_{name}", key=f"method-{name}", lang=lang)


def licence() -> None:
    for name in ("reports", "units", "demo", "targets"):
        st.markdown(f"- {markdown(say(f'method.licence_{name}'))}")
    with st.expander(say("method.notice")):
        st.markdown(data.notice())


draw = {
    "definitions": definitions,
    "rules": rules,
    "reports": reports,
    "units": partial(find_unit, view),
    "downloads": downloads,
    "licence": licence,
}
page.head(view, "method")
section = switch("section", say("method.sections"), list(draw), lambda name: say(f"method.section.{name}"))
draw[section]()
page.foot(view)
