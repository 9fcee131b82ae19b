"""Kept while pages move to ui.chart.show."""

from ui.chart import show as block

__all__ = ["block"]
