"""The arguments of `python -m etl review`. `etl.review_command` checks what they hold, in the user's language."""

import argparse

from domain.review import ACTIONS


def add_review_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("report", metavar="REPORT")
    parser.add_argument("action", nargs="?", metavar="|".join(ACTIONS))
    parser.add_argument("measure", nargs="?", default="", metavar="MEASURE")
    parser.add_argument(
        "--list", action="store_true", help="liệt kê số liệu và lịch sử rà soát / list the figures and their review"
    )
    parser.add_argument("--scope", default="own", help="own | communes | total")
    parser.add_argument(
        "--statement", help="lần nêu thứ mấy, từ 0, theo --list / which statement, from 0, as --list shows"
    )
    parser.add_argument("--value", help="giá trị đúng, như 1748 hoặc 43.6 / the right value, like 1748 or 43.6")
    parser.add_argument("--reason", default="", help="lý do / reason")
    parser.add_argument("--by", default="", help="họ tên người rà soát / name of the officer")
    parser.add_argument(
        "--seen",
        help="số của dòng rà soát cuối đã xem; mặc định là dòng cuối của chính --by"
        " / number of the last review line you saw; by default your own last one",
    )
