"""Why a review was not saved, or a build did not follow it, in words for the screen: no files, options or report ids.

Problems come from `etl.review` and are known here by their code and values alone.
"""

from __future__ import annotations

from charts.view import View
from text.reviews import figure_words
from text.words import catalogue

_GONE = ("review_which", "review_scope", "review_measure", "review_no_report")


def refused_words(view: View, error: ValueError) -> list[str]:
    """A sentence for each problem that `error` carries; the error's own words where it carries none.

    Raises `error` where it has no words.
    """
    if problems := getattr(error, "problems", ()):
        return [_refused(view, problem) for problem in problems]
    told = getattr(error, "text", None)
    if told is None:
        raise error
    return [told(view.lang)]


def _refused(view: View, problem: object) -> str:
    code = str(getattr(problem, "code", ""))
    key = f"review.refused.{'gone' if code in _GONE else code}"
    if key not in catalogue():
        # Files that were damaged: whoever mends them needs to know which.
        return view.say("review.refused.unread", detail=_spoken(view, problem))
    values = {name: _shown(view, name, value) for name, value in getattr(problem, "values", {}).items()}
    return view.say(key, **values)


def left_open_words(view: View, left_open: object | None) -> str:
    """What is in the way of the build after a change that is saved; empty where nothing is."""
    if left_open is None:
        return ""
    name = str(getattr(left_open, "key", "")).removeprefix("review.") or "problems"
    detail = getattr(left_open, "values", {}).get("detail", "") if name != "problems" else left_open
    return view.say(f"review.left_open.{name}", detail=_spoken(view, detail))


def _shown(view: View, name: str, value: object) -> str:
    if name == "other":
        return view.report_name(str(value))
    text = _spoken(view, value)
    return figure_words(float(text), view.lang) if name == "value" and _is_number(text) else text


def _spoken(view: View, value: object) -> str:
    told = getattr(value, "text", None)
    return told(view.lang) if callable(told) else str(value)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
