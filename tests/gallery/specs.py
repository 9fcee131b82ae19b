"""Invented but realistic specs of every kind, for the gallery and the drawing tests. No figure here is a real one."""

from charts.spec import (
    Column,
    Flag,
    Frame,
    HeatSpec,
    Mark,
    MultiplesSpec,
    RankedSpec,
    Reference,
    Role,
    Series,
    StackedRow,
    StackedSpec,
    Status,
    Table,
    Tile,
    TrendSpec,
)
from text.numbers import format_number, format_percent
from text.words import Lang

COMMUNES = (
    "Thị trấn Long Thành",
    "Xã An Phước",
    "Xã Bàu Cạn",
    "Xã Bình An",
    "Xã Bình Sơn",
    "Xã Cẩm Đường",
    "Xã Lộc An",
    "Xã Long An",
    "Xã Long Đức",
    "Xã Phước Bình",
    "Xã Phước Thái",
)
OFFICES = (
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Ban Quản lý các khu công nghiệp",
    "Ủy ban nhân dân thành phố Biên Hòa",
)
VALUES = (98.4, 95.1, 91.2, 88.0, 84.6, 79.3, 71.8, 66.4, 61.2, 52.7, 43.6)


def pick(lang: Lang, vi: str, en: str) -> str:
    return vi if lang == "vi" else en


def _frame(
    lang: Lang,
    stem: str,
    title: tuple[str, str],
    subtitle: tuple[str, str],
    simulated: bool = False,
    table: Table | None = None,
) -> Frame:
    return Frame(
        title=pick(lang, *title),
        subtitle=pick(lang, *subtitle),
        sentence=pick(
            lang,
            "Trung vị của nhóm là 79,3 %; đơn vị cao nhất hơn đơn vị thấp nhất 54,8 điểm phần trăm.",
            "The median of the group is 79.3%; the highest is 54.8 percentage points above the lowest.",
        ),
        source=pick(
            lang,
            "Báo cáo quý III/2024 của 11 xã, thị trấn (số 312/BC-UBND ngày 16/9/2024 và các báo cáo khác).",
            "Reports for quarter III/2024 of 11 communes (No. 312/BC-UBND of 16 Sep 2024 and others).",
        ),
        definition=pick(
            lang,
            "hồ sơ tiếp nhận trực tuyến chia cho hồ sơ tiếp nhận mới trong kỳ.",
            "dossiers received online divided by dossiers newly received in the period.",
        ),
        alt=pick(lang, *title),
        file_stem=stem,
        notes=(pick(lang, "Xã Bình Sơn báo cáo đến ngày 10/9/2024.", "Xã Bình Sơn reports up to 10 Sep 2024."),),
        simulated=simulated,
        table=table,
    )


def _mark(lang: Lang, name: str, value: float | None, text: str = "", **more: object) -> Mark:
    shown = text or format_percent(value, lang)
    return Mark(key=name, label=name, value=value, text=shown, hover=f"{name}\n{shown} (848/1.945)", **more)  # type: ignore[arg-type]


def _status(value: float) -> Status:
    return Status.MET if value >= 80 else Status.CLOSE if value >= 70 else Status.NOT_MET


def table(lang: Lang) -> Table:
    columns = (
        Column("unit", pick(lang, "Đơn vị", "Unit")),
        Column("received", pick(lang, "Hồ sơ tiếp nhận", "Dossiers received"), "number"),
        Column("online", pick(lang, "Tỷ lệ trực tuyến (%)", "Share online (%)"), "percent", 2),
        Column("change", pick(lang, "So với cùng kỳ (điểm %)", "On a year ago (points)"), "points", 1),
        Column("note", pick(lang, "Ghi chú", "Note")),
    )
    rows = [
        {"unit": name, "received": 1748 + 137 * place, "online": value + 0.127, "change": 4.1 - place, "note": ""}
        for place, (name, value) in enumerate(zip(COMMUNES, VALUES, strict=True))
    ]
    rows.append({"unit": "=HYPERLINK(1)", "received": None, "online": None, "note": "+84 không báo cáo"})
    return Table(columns, tuple(rows))


def ranked(lang: Lang, simulated: bool = False) -> RankedSpec:
    flags = {4: {Flag.LOWER_BOUND}, 5: {Flag.DERIVED}, 6: {Flag.PROVISIONAL}, 7: {Flag.OTHER_WINDOW}}
    flags |= {8: {Flag.FINDING}, 9: {Flag.LOWER_BOUND, Flag.PROVISIONAL}}
    marks = tuple(
        _mark(
            lang,
            name,
            value,
            role=Role.SUBJECT if place in (2, 5) else Role.CONTEXT,
            flags=frozenset(flags.get(place, ())),
            status=_status(value),
        )
        for place, (name, value) in enumerate(zip(COMMUNES, VALUES, strict=True))
    )
    below = (
        _mark(
            lang,
            "Xã Tam An",
            64.0,
            pick(lang, "18 hồ sơ, dưới 30", "18 dossiers, below 30"),
            flags=frozenset({Flag.SMALL}),
        ),
        _mark(lang, "Xã Tân Hiệp", None, pick(lang, "chỉ in tỷ lệ, không in số hồ sơ", "prints a rate without counts")),
    )
    return RankedSpec(
        frame=_frame(
            lang,
            "nop-truc-tuyen-2024-q3",
            (
                "5 trong 11 xã đạt mục tiêu 80 % nộp hồ sơ trực tuyến quý III",
                "5 of 11 communes meet the 80% target for online filing",
            ),
            (
                "Tỷ lệ hồ sơ nộp trực tuyến, %, quý III/2024, hồ sơ tiếp nhận mới, huyện Long Thành",
                "Share of dossiers filed online, %, quarter III/2024, newly received, Long Thành district",
            ),
            simulated,
            table(lang),
        ),
        marks=marks,
        axis_title=pick(lang, "Tỷ lệ nộp trực tuyến", "Share filed online"),
        axis_range=(0, 100),
        below=below,
        missing=("Xã Tân Thành", "Xã Suối Trầu"),
        references=(
            Reference("median", 79.3, pick(lang, "Trung vị 79,3 %", "Median 79.3%")),
            Reference("target", 80, pick(lang, "Mục tiêu 80 %", "Target 80%")),
        ),
    )


def dots(lang: Lang) -> RankedSpec:
    values = (100.0, 99.9, 99.8, 99.8, 99.6, 99.4, 99.1, 99.04, 98.7, 98.5, 98.2)
    flags = {3: {Flag.LOWER_BOUND}, 6: {Flag.DERIVED}, 8: {Flag.PROVISIONAL}}
    names = (*OFFICES, *COMMUNES[:7])
    marks = tuple(
        _mark(
            lang, name, value, role=Role.SUBJECT if place == 1 else Role.CONTEXT, flags=frozenset(flags.get(place, ()))
        )
        for place, (name, value) in enumerate(zip(names, values, strict=True))
    )
    return RankedSpec(
        frame=_frame(
            lang,
            "dung-han-2024-q3",
            (
                "Tỷ lệ đúng hạn từ 98,2 đến 100 %: chênh nhau 1,8 điểm phần trăm",
                "On-time rates run from 98.2 to 100%: 1.8 points apart",
            ),
            ("Tỷ lệ giải quyết trước và đúng hạn, %, quý III/2024", "Share resolved on time, %, quarter III/2024"),
        ),
        marks=marks,
        axis_title=pick(lang, "Tỷ lệ trước và đúng hạn", "Resolved on time"),
        axis_range=(98, 100),
        style="dots",
        references=(Reference("median", 99.4, pick(lang, "Trung vị 99,4 %", "Median 99.4%")),),
        axis_note=pick(lang, "trục bắt đầu từ 98 %", "the axis starts at 98%"),
    )


def forty(lang: Lang) -> RankedSpec:
    marks = tuple(
        _mark(lang, f"{COMMUNES[place % 11]} {place + 1}", 4127 - 98.0 * place, format_number(4127 - 98 * place, lang))
        for place in range(40)
    )
    return RankedSpec(
        frame=_frame(
            lang,
            "tiep-nhan",
            ("40 xã tiếp nhận 88.640 hồ sơ trong quý III", "40 communes received 88,640 dossiers in quarter III"),
            ("Hồ sơ tiếp nhận mới, hồ sơ, quý III/2024", "Dossiers newly received, quarter III/2024"),
        ),
        marks=marks,
        axis_title=pick(lang, "Hồ sơ tiếp nhận mới", "Dossiers newly received"),
        axis_range=(0, 4500),
        references=(Reference("median", 2216, pick(lang, "Trung vị 2.216", "Median 2,216")),),
        suffix="",
    )


def periods(lang: Lang, count: int) -> tuple[str, ...]:
    numerals = ("I", "II", "III", "IV")
    return tuple(
        pick(lang, f"Quý {numerals[place % 4]}/{2022 + place // 4}", f"Q{place % 4 + 1} {2022 + place // 4}")
        for place in range(count)
    )


def series(
    lang: Lang, name: str, start: float, step: float, count: int, role: Role, gap: tuple[int, ...] = ()
) -> Series:
    marks = []
    for place in range(count):
        value = min(start + step * place + (place * 7 % 5) * 1.3, 100)
        flags = frozenset({Flag.DERIVED} if place in (3, 7) else {Flag.PROVISIONAL} if place == count - 1 else ())
        if place in gap:
            marks.append(_mark(lang, name, None, pick(lang, "không báo cáo", "no report")))
        else:
            marks.append(_mark(lang, name, value, flags=flags))
    return Series(name, name, tuple(marks), role)


def trend(lang: Lang) -> TrendSpec:
    lines = [series(lang, name, 30 + 4 * place, 2.1, 11, Role.CONTEXT) for place, name in enumerate(COMMUNES[5:])]
    lines += [
        series(lang, "Thị trấn Long Thành", 48, 4.2, 11, Role.SUBJECT),
        series(lang, "Xã Bàu Cạn", 46, 4.1, 11, Role.SUBJECT, gap=(5, 6)),
        series(lang, "Xã Bình Sơn", 22, 3.3, 11, Role.SUBJECT),
        series(lang, pick(lang, "Trung vị", "Median"), 38, 2.9, 11, Role.MEDIAN),
    ]
    return TrendSpec(
        frame=_frame(
            lang,
            "xu-huong",
            ("Long Thành tăng 42 điểm phần trăm trong 11 quý", "Long Thành rises by 42 points in 11 quarters"),
            ("Tỷ lệ nộp trực tuyến, %, quý I/2022 đến quý III/2024", "Share filed online, %, Q1 2022 to Q3 2024"),
        ),
        periods=periods(lang, 11),
        series=tuple(lines),
        axis_title=pick(lang, "Tỷ lệ nộp trực tuyến", "Share filed online"),
        axis_range=(0, 100),
        references=(Reference("target", 80, pick(lang, "Mục tiêu 80 %", "Target 80%")),),
    )


def trend_one(lang: Lang) -> TrendSpec:
    line = series(lang, "Sở Nông nghiệp và Phát triển nông thôn", 52, 3.0, 7, Role.SUBJECT, gap=(2,))
    return TrendSpec(
        frame=_frame(
            lang,
            "mot-don-vi",
            ("Một đơn vị, một quý không báo cáo", "One unit, one quarter without a report"),
            ("Tỷ lệ nộp trực tuyến, %", "Share filed online, %"),
        ),
        periods=periods(lang, 7),
        series=(line, series(lang, pick(lang, "Trung vị", "Median"), 60, 2.0, 7, Role.MEDIAN)),
        axis_title=pick(lang, "Tỷ lệ nộp trực tuyến", "Share filed online"),
        axis_range=(0, 100),
    )


def multiples(lang: Lang) -> MultiplesSpec:
    names = (*COMMUNES, OFFICES[0])
    panels = [
        series(lang, name, 35 + 4 * place, 2.2, 11, Role.SUBJECT, gap=(4,) if place == 3 else ())
        for place, name in enumerate(names)
    ]
    panels.append(series(lang, "Xã Tân Thành", 0, 0, 11, Role.SUBJECT, gap=tuple(range(11))))
    return MultiplesSpec(
        frame=_frame(
            lang,
            "tung-xa",
            ("12 trong 13 đơn vị tăng từ đầu năm 2022", "12 of 13 units have risen since early 2022"),
            (
                "Tỷ lệ nộp trực tuyến, %, từng đơn vị so với trung vị (xám)",
                "Share filed online, %, each unit and the median (grey)",
            ),
        ),
        periods=periods(lang, 11),
        panels=tuple(panels),
        median=series(lang, pick(lang, "Trung vị", "Median"), 52, 2.4, 11, Role.MEDIAN),
        axis_range=(0, 100),
        references=(Reference("target", 80, pick(lang, "Mục tiêu 80 %", "Target 80%")),),
    )


def heat(lang: Lang, count: int = 9) -> HeatSpec:
    names = (*COMMUNES, OFFICES[0])
    rows = [
        series(
            lang,
            name,
            20 + 5 * place,
            3.1,
            count,
            Role.SUBJECT if place == 2 else Role.CONTEXT,
            gap=(place,) if place % 4 == 1 else (),
        )
        for place, name in enumerate(names)
    ]
    return HeatSpec(
        frame=_frame(
            lang,
            "ban-do-nhiet",
            ("Tỷ lệ tăng ở mọi xã, chậm nhất ở các xã phía nam", "Rates rise in every commune, slowest in the south"),
            ("Tỷ lệ nộp trực tuyến, %, theo quý", "Share filed online, %, by quarter"),
            simulated=True,
        ),
        periods=periods(lang, count),
        rows=tuple(rows),
        scale_range=(0, 100),
        scale_title="%",
    )


def stacked(lang: Lang) -> StackedSpec:
    levels = (
        ("Sơ cấp, chưa đào tạo", "Trung cấp", "Cao đẳng", "Đại học", "Thạc sĩ", "Tiến sĩ")
        if lang == "vi"
        else ("Basic or none", "Secondary", "College", "Bachelor", "Master", "Doctorate")
    )
    shares: tuple[tuple[float | None, ...], ...] = (
        (2.0, 6.0, 12.0, 64.0, 15.0, 1.0),
        (4.5, 11.5, 14.0, 60.0, 10.0, 0.0),
        (0.0, 18.2, 9.1, 54.5, None, None),
        (8.0, 20.0, 16.0, 50.0, 6.0, 0.0),
    )
    names = (COMMUNES[0], COMMUNES[2], COMMUNES[4], OFFICES[0])
    rows = tuple(
        StackedRow(
            key=name,
            label=name,
            shares=share,
            counts=tuple(None if part is None else round(part * 1.2) for part in share),
            total=1245 if place == 3 else 120,
            note=pick(lang, "thiếu 4 người", "4 people missing") if place == 2 else "",
            flags=frozenset({Flag.LOWER_BOUND} if place == 2 else {Flag.PROVISIONAL} if place == 1 else ()),
        )
        for place, (name, share) in enumerate(zip(names, shares, strict=True))
    )
    return StackedSpec(
        frame=_frame(
            lang,
            "trinh-do",
            (
                "Ba trong bốn đơn vị có hơn một nửa công chức trình độ đại học",
                "In three of four units most officials hold a degree",
            ),
            ("Cán bộ, công chức theo trình độ chuyên môn, %, 31/12/2023", "Officials by qualification, %, 31 Dec 2023"),
        ),
        levels=levels,
        rows=rows,
        missing=("Xã Tân Thành",),
    )


def tiles(lang: Lang) -> tuple[Tile, ...]:
    return (
        Tile(
            pick(lang, "Nộp trực tuyến", "Filed online"),
            format_percent(79.3, lang),
            pick(lang, "+4,1 điểm phần trăm", "+4.1 percentage points"),
            True,
            pick(lang, "so với cùng kỳ; mục tiêu 80 %", "on a year ago; target 80%"),
        ),
        Tile(
            pick(lang, "Trước và đúng hạn", "Resolved on time"),
            format_percent(99.04, lang),
            pick(lang, "−0,3 điểm phần trăm", "−0.3 percentage points"),
            False,
            pick(lang, "8 hồ sơ trễ hạn trên 1.000", "8 late per 1,000"),
        ),
        Tile(
            pick(lang, "Hồ sơ tiếp nhận mới", "Newly received"),
            format_number(21748, lang),
            pick(lang, "+1.208 hồ sơ", "+1,208 dossiers"),
            None,
            pick(lang, "so với cùng kỳ", "on a year ago"),
            frozenset({Flag.LOWER_BOUND}),
        ),
        Tile(
            pick(lang, "Xã đã báo cáo", "Communes that reported"),
            "11/13",
            "",
            None,
            pick(lang, "Còn thiếu Tân Thành và Suối Trầu", "Tân Thành and Suối Trầu are missing"),
        ),
    )
