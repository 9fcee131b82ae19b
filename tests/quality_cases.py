"""Views of real and simulated reports with findings, made-up findings and values."""

from streamlit.testing.v1 import AppTest

from charts.choose import Choice, asking, view_of
from charts.view import View
from queries.ask import Ask, WarehouseAsk
from queries.warehouse import Warehouse
from tests.app_cases import at_address

MINH_DUC, BAC_SON, BINH_PHUOC = "11128@2004", "12148@2004", "21073@2004"
SUM_OF_CHANNELS = "1.103 + 31 = 1.134"
SIM05 = "SIM05@2004"  # says in its summary of 2023 four late dossiers fewer than in its main part
REAL = Choice(source="report")
YEAR_2023 = Choice(source="demo", kind="year", last="2023", units=(SIM05,))


def seen(warehouse: Warehouse, choice: Choice) -> tuple[View, Ask]:
    ask = asking(choice, WarehouseAsk(warehouse))
    return view_of(choice, ask), ask


def page(name: str = "quality", **address: str) -> AppTest:
    return at_address(name, **address)


def body(app: AppTest) -> str:
    texts = [*app.markdown, *app.subheader, *app.header, *app.title, *app.caption, *app.info, *app.success]
    return "\n".join(
        [*(one.value.replace("\\", "") for one in texts), *(one.proto.body for one in app.main.get("html"))]
    )
