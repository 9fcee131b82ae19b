"""What a figure of a report may say of itself: one list for reports, templates, rules and pages."""

SCOPES = ("own", "communes", "total")
"""Of the unit itself, of its communes together, of both. Never added up."""
PLACES = ("main", "appendix", "summary")
"""Where a report states it: of several statements the first place counts."""
QUALIFIERS = ("exact", "at_least", "at_most", "about")
